/**
 * Owns the moment when a map starts: after the page is complete, and only when its section is near
 * the screen, so that what is read never waits for it.
 */

const NEAR = "300px"; // from the screen

/**
 * @param {HTMLElement} section
 * @returns {Promise<void>} when the section comes near the screen
 */
function near(section) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        resolve();
      },
      { rootMargin: NEAR },
    );
    observer.observe(section);
  });
}

/** @returns {Promise<void>} when the browser has nothing more urgent */
async function pageComplete() {
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  await new Promise((resolve) =>
    "requestIdleCallback" in window ? requestIdleCallback(resolve, { timeout: 1000 }) : setTimeout(resolve, 1),
  );
}

/**
 * @param {HTMLElement} section
 * @returns {Promise<unknown>} when its map may start
 */
export function worthDrawing(section) {
  return Promise.all([near(section), pageComplete()]);
}
