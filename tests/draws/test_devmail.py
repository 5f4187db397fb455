"""Mail in files, and the page that shows it on a development site."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from config import file_mail_backend

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.urls("tests.draws.addresses_with_mail")]
HTML = "<!doctype html><title>x</title><p style='color: red'>Hello<script>alert(1)</script>"


@pytest.fixture
def folder(settings, tmp_path):
    """A mail folder with nothing in it, beside a secret."""
    settings.MAIL_DIR = tmp_path / "mail"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_DIR)
    (tmp_path / "secret.eml").write_text("Subject: secret\n\nsecret")
    return settings.MAIL_DIR


def deliver(*subjects):
    connection = get_connection("config.file_mail_backend.EmailBackend")
    for subject in subjects:
        mail = EmailMultiAlternatives(
            subject, "See https://example.org/a/", to=["a@example.org"], connection=connection
        )
        mail.attach_alternative(HTML, "text/html")
        mail.send()


def test_every_message_is_a_file_of_its_own(folder):
    deliver("one", "two")
    assert [path.suffix for path in folder.iterdir()] == [".eml", ".eml"]


def test_several_messages_at_once_are_several_files(folder):
    backend = file_mail_backend.EmailBackend()
    assert backend.send_messages([EmailMultiAlternatives("s", "b", to=["a@example.org"]) for _ in range(3)]) == 3
    assert len(list(folder.iterdir())) == 3


def test_the_page_lists_the_newest_first(client, folder):
    deliver("first one", "second one")
    page = client.get("/dev/mail/").content.decode()
    assert page.index("second one") < page.index("first one")


def test_an_empty_folder_is_said(client, folder):
    assert "No message has been sent yet." in client.get("/dev/mail/").content.decode()


def test_a_message_shows_headers_text_and_a_frame_without_rights(client, folder):
    deliver("hello")
    name = next(folder.iterdir()).name
    response = client.get(f"/dev/mail/{name}/")
    page = response.content.decode()
    assert "a@example.org" in page
    assert 'href="https://example.org/a/"' in page
    assert f'<iframe sandbox title="The message as HTML" src="/dev/mail/{name}/html/"' in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "alert(1)" not in page


def test_the_html_can_run_nothing_and_is_framed_only_by_us(client, folder):
    deliver("hello")
    response = client.get(f"/dev/mail/{next(folder.iterdir()).name}/html/")
    policy = {rule.strip() for rule in response["Content-Security-Policy"].split(";")}
    assert {"sandbox", "script-src 'self'", "style-src 'unsafe-inline'", "frame-ancestors 'self'"} <= policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response.content.decode().rstrip() == HTML


@pytest.mark.parametrize("name", ["..%2Fsecret.eml", "../secret.eml", "%2e%2e%2fsecret.eml", "nothing.eml", ".."])
def test_no_other_file_is_read(client, folder, name):
    deliver("hello")
    assert client.get(f"/dev/mail/{name}/").status_code == 404
    assert client.get(f"/dev/mail/{name}/html/").status_code == 404


@pytest.mark.urls("config.urls")
def test_a_live_site_has_no_such_page(client):
    assert client.get("/dev/mail/").status_code == 404
