"""URLs of the intake app."""

from django.urls import path

from intake.account import confirm_views
from intake.assessments import views as assessment_views
from intake.consultations import views as consultations
from intake.enquiries import views as enquiries
from intake.firm import views as firm
from intake.followers import views as followers
from intake.guide import views as guide
from intake.public import card_views, converter_views, one_minute_views
from intake.public import views as site
from intake.questionnaire import points_so_far, views
from intake.result import nomination_views, scenario_pages, what_if_views
from intake.result import views as result_views
from intake.result.example_result import show_example
from intake.result.prerender import keep_submitted

app_name = "intake"
urlpatterns = [
    path("", site.home, name="home"),
    # First what is asked for most. The next three before the pages of questions, whose slug would match them too.
    path("intake/saved/", views.saved, name="saved"),
    path("intake/so-far/", points_so_far.show_points_so_far, name="points_so_far"),
    path("intake/check/", keep_submitted(assessment_views.check), name="check"),
    path("intake/<slug:slug>/", views.page, name="page"),
    path("intake/<slug:slug>/<int:number>/", views.page, name="item"),
    path("intake/<slug:slug>/<int:number>/remove/", views.remove, name="remove"),
    path("intake/<slug:slug>/<int:number>/<slug:part>/", views.page, name="part"),
    path("programs/", site.programs, name="programs"),
    path("about/", site.about, name="about"),
    path("firm/", firm.show_firm, name="firm"),
    path("questions/", firm.show_questions, name="questions"),
    path("privacy/", site.privacy, name="privacy"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("points/", site.points, name="points"),
    path("cards/<slug:name>.png", card_views.show_card, name="card"),
    path("score/", one_minute_views.show_one_minute_score, name="one_minute_score"),
    path("score/answer/", one_minute_views.answer_in_one_minute, name="one_minute_answer"),
    path("score/keep/", one_minute_views.keep_choices, name="keep_one_minute_score"),
    path("embed/score/", one_minute_views.show_embedded_score, name="embed_score"),
    path("levels/", converter_views.convert, name="levels"),
    path("levels/use/", converter_views.use_scores, name="use_scores"),
    path("fees/", guide.show_fees, name="fees"),
    path("processing-times/", guide.show_times, name="processing_times"),
    path("documents/", guide.show_documents, name="documents"),
    path("nominations/", nomination_views.show_nominations, name="nominations"),
    path("diplomas/", guide.show_assessments, name="assessments"),
    path("glossary/", guide.show_glossary, name="glossary"),
    path("ask/", enquiries.ask, name="ask"),
    path("ask/call-back/", enquiries.call_back, name="call_back"),
    path("ask/sent/<slug:outcome>/", enquiries.asked, name="asked"),
    path("ask/confirm/<str:signed>/", enquiries.confirm_enquiry, name="confirm_enquiry"),
    path("consultations/", consultations.book, name="book"),
    path("consultations/sent/<slug:outcome>/", consultations.booking_sent, name="booking_sent"),
    path("consultations/calendar/<uuid:key>.ics", consultations.feed, name="consultation_feed"),
    path("consultations/mine/<str:signed>/", consultations.consultation, name="consultation"),
    path("consultations/mine/<str:signed>/move/", consultations.move_consultation, name="move_consultation"),
    path("consultations/<int:pk>/<slug:code>/", consultations.book_hour, name="book_hour"),
    path("follow/", followers.follow, name="follow"),
    path("follow/sent/<slug:outcome>/", followers.follow_sent, name="follow_sent"),
    path("follow/confirm/<str:signed>/", followers.confirm_following, name="confirm_following"),
    path("follow/<str:signed>/", followers.following, name="following"),
    path("follow/<str:signed>/data.json", followers.following_data, name="following_data"),
    path("start/", views.start, name="start"),
    path("occupations.json", views.occupation_search, name="occupation_search"),
    path("clear/", views.clear, name="clear"),
    path("example/", show_example, name="example"),
    path("result/<str:reference>/", result_views.result, name="result"),
    path("result/<str:reference>/pdf/", result_views.result_pdf, name="result_pdf"),
    path("result/<str:reference>/calendar.ics", result_views.calendar, name="calendar"),
    path("result/<str:reference>/worksheet/", result_views.worksheet, name="worksheet"),
    path("result/<str:reference>/worksheet/pdf/", result_views.worksheet_pdf, name="worksheet_pdf"),
    path("result/<str:reference>/what-if/", what_if_views.compare, name="what_if"),
    # And "kept" before the pages of a what-if, for the same reason.
    path("result/<str:reference>/what-if/kept/", scenario_pages.list_scenarios, name="scenarios"),
    path("result/<str:reference>/what-if/kept/<int:pk>/", scenario_pages.show_scenario, name="scenario"),
    path(
        "result/<str:reference>/what-if/kept/<int:pk>/go-on/", scenario_pages.continue_scenario, name="scenario_go_on"
    ),
    path("result/<str:reference>/what-if/kept/<int:pk>/delete/", scenario_pages.delete, name="scenario_delete"),
    path("result/<str:reference>/what-if/<slug:slug>/", what_if_views.page, name="what_if_page"),
    path("result/<str:reference>/what-if/<slug:slug>/<int:number>/", what_if_views.page, name="what_if_item"),
    path("result/<str:reference>/what-if/<slug:slug>/<int:number>/remove/", what_if_views.remove),
    path("result/<str:reference>/what-if/<slug:slug>/<int:number>/<slug:part>/", what_if_views.page),
    path("result/<str:reference>/confirm/", assessment_views.resend, name="resend"),
    path("confirm/<str:signed>/", confirm_views.confirm, name="confirm"),
]
