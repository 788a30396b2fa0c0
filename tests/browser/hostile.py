"""Strings that try to run something in a page, which sets `window.hit`, or to ask another host."""

from itertools import product

_ACT = "window.hit=1"
_AWAY = "https://evil.example/x"

_HTML = [
    "<script>{act}</script>",
    "<SCRIPT SRC={away}></SCRIPT>",
    "<img src=x onerror={act}>",
    "<img src={away}>",
    "<svg onload={act}>",
    "<svg><script>{act}</script></svg>",
    "<iframe srcdoc='<script>parent.{act}</script>'>",
    "<iframe src=javascript:{act}>",
    "<body onload={act}>",
    "<details open ontoggle={act}>",
    "<video src=x onerror={act}>",
    "<a href='javascript:{act}' autofocus>x</a>",
    "<style>@import '{away}';</style>",
    "<link rel=stylesheet href={away}>",
    "<meta http-equiv=refresh content='0;url={away}'>",
    "<base href={away}>",
    "<object data={away}>",
    "<embed src={away}>",
    "<form action={away}><input autofocus onfocus={act}>",
    "<math><mtext><img src=x onerror={act}></mtext></math>",
    "<template><img src=x onerror={act}></template>",
    "<input type=image src={away} onerror={act}>",
    "<div style='background:url({away})'>x</div>",
    "<p hx-get='{away}' hx-trigger='load'>x</p>",
    "<p hx-on:load='{act}' hx-on::load='{act}'>x</p>",
    "<b ws-connect='wss://evil.example/' hx-ext='ws'>x</b>",
]
_BREAKOUTS = ["{}", '">{}', "'>{}", "</title>{}", "</textarea>{}"]
_OTHERS = [
    "javascript:window.hit=1",
    "data:text/html,<script>window.hit=1</script>",
    "{{ 7|add:'7' }}{% debug %}",
    "{% load static %}",
    "{{constructor.constructor('window.hit=1')()}}",
    "${window.hit=1}",
    "[x](javascript:window.hit=1)",
    "![x](https://evil.example/x)",
    "<https://evil.example/x>",
    "[1]: https://evil.example/x",
    "\u202egnp.exe",
    "\u2066\u2067hidden\u2069",
    "a\u0000b\ufffe",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "&#60;script&#62;window.hit=1&#60;/script&#62;",
    "%3Cscript%3Ewindow.hit=1%3C/script%3E",
    "\\u003cscript>window.hit=1</script>",
    "]]><script>window.hit=1</script>",
    "--><script>window.hit=1</script>",
    "' onmouseover=window.hit=1 x='",
    '" autofocus onfocus=window.hit=1 x="',
    "`onerror=window.hit=1`",
    "</script><script>window.hit=1</script>",
    "<!--#include virtual='/etc/passwd'-->",
]

HOSTILE = [
    breakout.replace("{}", html.format(act=_ACT, away=_AWAY)) for html, breakout in product(_HTML, _BREAKOUTS)
] + [text.replace("\x00", "") for text in _OTHERS]
