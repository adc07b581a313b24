// The theme gives the search no name for people who read by ear
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
