"""URLs: every public page under its language, the admin under /staff/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from config.monitoring.health import check_web, healthz
from config.monitoring.metrics import show_metrics
from config.sitemaps import SITEMAPS, show_robots

handler500 = "config.error_handlers.show_fault"

urlpatterns = [
    path("healthz", healthz),
    path("healthz/web", check_web),
    path("metrics", show_metrics),
    path("robots.txt", show_robots),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("firm-files/", include("intake.firm.urls")),
    path("mail-events/", include("draws.outbox.mail_events")),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("", include("draws.urls")),
        path("", include("intake.urls")),
        path("", include("intake.account.urls")),
        path("my-file/", include("intake.my_file.urls")),
    ),
    path("staff/security/", include("config.staff.second_factor_urls")),
    path("staff/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("dev/mail/", include("config.dev_mail")))
