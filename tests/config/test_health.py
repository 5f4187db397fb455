"""`/healthz` tells a load balancer whether to send people here."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_all_parts_answer(client: Client, broker):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "broker": "ok"})


@pytest.mark.django_db
def test_without_a_broker_the_process_is_not_healthy(client: Client, broker):
    broker.kill()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "broker": "unreachable"})


@pytest.mark.django_db
def test_it_can_be_asked_over_http_where_pages_redirect_to_https(client: Client, broker, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/en/").status_code == 301
    assert client.get("/healthz").status_code == 200
