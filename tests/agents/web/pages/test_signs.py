"""How sites say that there is nothing to read, in four languages."""

import pytest

from agents.web.pages.errors import PageUnreadable, Problem
from tests.agents.web.pages.test_pages import STORY, read, story

SAID = {
    Problem.MISSING: """
        Oops! That page can’t be found.
        We can't find the page you're looking for.
        Sorry, this page isn't available.
        The page you requested could not be found.
        The page you are looking for doesn't exist.
        This page does not exist.
        404 Not Found
        Error 404
        Page not found
        The requested URL was not found on this server.
        This content is no longer available.
        Sorry, this content isn't available right now.
        Die Seite wurde nicht gefunden.
        Diese Seite existiert nicht.
        Die gesuchte Seite konnte leider nicht gefunden werden.
        Diese Seite gibt es nicht mehr.
        Seite nicht gefunden
        Página no encontrada
        La página que busca no existe.
        No se ha encontrado la página.
        Lo sentimos, no encontramos la página que buscas.
        Esta página ya no está disponible.
        抱歉，您访问的页面不存在
        找不到该网页
        页面未找到
        该内容已被删除
        """,
    Problem.ROBOT_CHECK: """
        Just a moment...
        Verify you are human by completing the action below.
        Please verify you are a human
        Checking your browser before accessing the site.
        Checking if the site connection is secure
        Please complete the security check to access this site
        Press & Hold to confirm you are a human (and not a bot).
        Access to this page has been denied because we believe you are using automation tools
        Pardon Our Interruption
        Our systems have detected unusual traffic from your computer network.
        Are you a robot?
        I'm not a robot
        Please enable JS and disable any ad blocker
        Access Denied. You don't have permission to access this page on this server.
        Attention Required! | Cloudflare
        Sorry, you have been blocked
        Bitte bestätigen Sie, dass Sie kein Roboter sind.
        Überprüfung Ihres Browsers
        Confirme que no es un robot
        Comprobando su navegador
        请完成安全验证
        请确认您不是机器人
        """,
    Problem.CONSENT: """
        We use cookies to personalise content. Accept all Reject all Manage settings
        We value your privacy. We and our partners store cookies on your device. I agree
        By clicking “Accept all cookies”, you agree to the storing of cookies on your device.
        Before you continue: we use cookies and data to deliver our services. Accept all
        Diese Website verwendet Cookies. Alle akzeptieren Ablehnen Einstellungen
        Mit Ihrer Zustimmung verwenden wir Cookies. Zustimmen
        Wir benötigen Ihre Einwilligung für Cookies und Tracking.
        Usamos cookies propias y de terceros. Aceptar Rechazar Configurar
        Este sitio utiliza cookies. Al continuar, acepta su uso.
        我们使用 Cookie 来改善您的体验。接受 拒绝
        本网站使用cookie。全部接受
        """,
    Problem.SIGN_IN: """
        Please log in to continue.
        You must be logged in to view this page.
        Sign in to see this content
        Log in or sign up to view
        You need to sign in or sign up before continuing.
        This content is only available to registered users. Log in
        Bitte melden Sie sich an.
        Sie müssen angemeldet sein, um diese Seite zu sehen.
        Bitte einloggen
        Inicia sesión para continuar
        Debe iniciar sesión para ver esta página.
        请先登录
        登录后查看更多内容
        """,
    Problem.PAYWALL: """
        Subscribe to continue reading
        This article is for subscribers only.
        Already a subscriber? Log in
        You have reached your limit of free articles.
        You’ve read all your free articles this month.
        To continue reading, become a member.
        This story is exclusive to subscribers.
        This post is for paid subscribers
        Subscribe now for full access
        Dieser Artikel ist nur für Abonnenten lesbar.
        Jetzt weiterlesen mit dem Probeabo
        Dieser Inhalt ist exklusiv für Abonnenten.
        Sie haben bereits ein Abo? Hier anmelden
        Artikel mit Plus weiterlesen
        Contenido exclusivo para suscriptores
        Suscríbete para seguir leyendo
        ¿Ya eres suscriptor? Inicia sesión
        Has alcanzado el límite de artículos gratuitos
        本文为付费内容，订阅后阅读全文
        开通会员阅读全文
        """,
    Problem.SCRIPT: """
        Please enable JavaScript to view this page.
        You need to enable JavaScript to run this app.
        JavaScript is required to use this site.
        JavaScript must be enabled
        This site requires JavaScript
        We've detected that JavaScript is disabled in this browser.
        Your browser does not support JavaScript!
        Bitte aktivieren Sie JavaScript.
        Für diese Seite muss JavaScript aktiviert sein.
        Active JavaScript para ver esta página
        Necesita habilitar JavaScript para usar esta aplicación.
        请启用 JavaScript
        您需要启用JavaScript才能使用此应用
        """,
}
CASES = [
    (problem, sentence.strip()) for problem, said in SAID.items() for sentence in said.strip().splitlines()
]


@pytest.mark.parametrize(("problem", "sentence"), CASES)
def test_it_is_recognised(problem: Problem, sentence: str) -> None:
    script = "<script>1</script>" if problem == Problem.SCRIPT else ""
    with pytest.raises(PageUnreadable) as caught:
        read(f"<!doctype html><title>Tide Lines</title><body><div><h2>{sentence}</h2></div>{script}")
    assert caught.value.problem == problem


@pytest.mark.parametrize(("problem", "sentence"), CASES)
def test_an_article_that_says_so_is_read(problem: Problem, sentence: str) -> None:
    found = read(story(f"<h1>What sites say</h1><p>{STORY * 5}</p><p>{sentence} {STORY * 5}</p>"))
    assert sentence in found.text
    assert found.notes == ()


@pytest.mark.parametrize("heading", ["Page not found", "404", "Seite nicht gefunden", "Página no encontrada"])
def test_an_error_with_much_below_it_is_an_error(heading: str) -> None:
    with pytest.raises(PageUnreadable) as caught:
        read(story(f"<h1>{heading}</h1><p>{STORY * 5}</p><p>{STORY * 5}</p>"))
    assert caught.value.problem == Problem.MISSING
