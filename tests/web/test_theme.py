"""Light, dark or as the system is: kept by the browser, for every page."""

import pytest
from django.test import Client


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_on_every_page(as_ada: Client, theme: str) -> None:
    response = as_ada.post("/account/theme/", {"theme": theme, "next": "/runs/?sort=created"})
    assert response["Location"] == "/runs/?sort=created"
    assert f'data-theme="{theme}"' in as_ada.get("/").content.decode()


def test_the_system_decides_again(as_ada: Client) -> None:
    as_ada.post("/account/theme/", {"theme": "dark"})
    as_ada.post("/account/theme/", {"theme": "system"})
    assert "data-theme" not in as_ada.get("/").content.decode()


def test_the_administration_wears_what_was_chosen_on_the_site(as_admin: Client) -> None:
    as_admin.post("/account/theme/", {"theme": "dark"})
    page = as_admin.get("/admin/").content.decode()
    assert 'administration_theme.js" data-theme="dark"' in page
    assert "theme-toggle" not in page


def test_a_cookie_of_somebody_else_writes_nothing(as_ada: Client) -> None:
    as_ada.cookies["theme"] = 'x" onload="alert(1)'
    assert "onload" not in as_ada.get("/").content.decode()


def test_it_leads_to_no_other_site(as_ada: Client) -> None:
    response = as_ada.post("/account/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/account/"
