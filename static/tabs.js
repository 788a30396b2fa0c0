// Tabs of a corpus: on a narrow window, the one that is open is in sight.
document.querySelector(".corpus-head .tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
