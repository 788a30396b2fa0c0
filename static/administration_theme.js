// The administration in the colours that the person chose on the site, in place of Django's own choice beside it.
document.documentElement.dataset.theme = document.currentScript.dataset.theme || "auto";
