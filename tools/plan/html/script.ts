/** Search in the tree, and the lines of one box at a time. Without it everything can still be read. */
export const script = `
"use strict";
const field = document.getElementById("search");
const tree = document.getElementById("tree");
const leaves = [...tree.querySelectorAll("[data-text]")];
const branches = [...tree.querySelectorAll("details.branch")];
const open = branches.map((branch) => branch.open);
field.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const leaf of leaves) leaf.hidden = !words.every((word) => leaf.dataset.text.includes(word));
  branches.forEach((branch, index) => {
    branch.hidden = words.length > 0 && !branch.querySelector("[data-text]:not([hidden])");
    branch.open = words.length > 0 ? !branch.hidden : open[index];
  });
  const found = leaves.filter((leaf) => !leaf.hidden).length;
  document.getElementById("found").textContent = words.length > 0 ? found + " of " + leaves.length : "";
});
for (const svg of document.querySelectorAll("figure svg")) {
  const lines = [...svg.querySelectorAll(".line")];
  const choose = (id) => {
    svg.classList.toggle("chosen", id !== undefined);
    for (const line of lines) line.classList.toggle("on", line.dataset.from === id || line.dataset.to === id);
  };
  for (const box of svg.querySelectorAll(".box")) {
    for (const event of ["mouseenter", "focus"]) box.addEventListener(event, () => choose(box.dataset.box));
    for (const event of ["mouseleave", "blur"]) box.addEventListener(event, () => choose());
  }
}
`;
