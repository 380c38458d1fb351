/** A small country for the tests of the map: real codes, round coordinates. */

export const config = {
  metropole: [-5.2, 41.3, 9.6, 51.1],
  regions: [
    { code: "84", name: "Auvergne-Rhône-Alpes", lat: 45.4, lon: 4.6, bounds: [2, 44.1, 7.2, 46.8] },
    { code: "53", name: "Bretagne", lat: 48.2, lon: -2.8, bounds: [-5.2, 47.3, -1, 48.9] },
    { code: "32", name: "Hauts-de-France", lat: 50, lon: 2.8, bounds: [1.4, 48.8, 4.3, 51.1] },
    { code: "11", name: "Île-de-France", lat: 48.7, lon: 2.5, bounds: [1.4, 48.1, 3.6, 49.3] },
    { code: "04", name: "La Réunion", lat: -21.1, lon: 55.5, bounds: [55.2, -21.4, 55.9, -20.8] },
  ],
  departments: [
    { code: "69", name: "Rhône", region: "84", lat: 45.9, lon: 4.6, bounds: [4.2, 45.4, 5.2, 46.3] },
    { code: "38", name: "Isère", region: "84", lat: 45.2, lon: 5.6, bounds: [4.7, 44.7, 6.4, 45.9] },
    { code: "35", name: "Ille-et-Vilaine", region: "53", lat: 48.1, lon: -1.7, bounds: [-2.3, 47.6, -1, 48.7] },
    { code: "59", name: "Nord", region: "32", lat: 50.4, lon: 3.2, bounds: [2, 50, 4.3, 51.1] },
    { code: "75", name: "Paris", region: "11", lat: 48.86, lon: 2.34, bounds: [2.2, 48.8, 2.5, 48.9] },
    { code: "92", name: "Hauts-de-Seine", region: "11", lat: 48.84, lon: 2.24, bounds: [2.1, 48.7, 2.4, 48.9] },
    { code: "974", name: "La Réunion", region: "04", lat: -21.1, lon: 55.5, bounds: [55.2, -21.4, 55.9, -20.8] },
  ],
  insets: [{ code: "974", name: "La Réunion", bounds: [55.2, -21.4, 55.9, -20.8] }],
};

const COMMUNES = {
  lyon: ["69123", "Lyon", 45.76, 4.83, "69", "84"],
  venissieux: ["69259", "Vénissieux", 45.7, 4.88, "69", "84"],
  grenoble: ["38185", "Grenoble", 45.19, 5.73, "38", "84"],
  rennes: ["35238", "Rennes", 48.11, -1.68, "35", "53"],
  lille: ["59350", "Lille", 50.63, 3.06, "59", "32"],
  paris: ["75056", "Paris", 48.86, 2.35, "75", "11"],
  boulogne: ["92012", "Boulogne-Billancourt", 48.84, 2.24, "92", "11"],
  saintDenis: ["97411", "Saint-Denis", -20.88, 55.45, "974", "04"],
};

let made = 0;

/**
 * @param {keyof typeof COMMUNES} place
 * @param {object} [changes]
 */
export function project(place, changes = {}) {
  const [commune, commune_name, lat, lon, department, region] = COMMUNES[place];
  made += 1;
  const slug = `projet-${made}`;
  return {
    slug,
    title: `Projet ${made}`,
    url: `/projets/${slug}/`,
    bearer: "Association",
    commune,
    commune_name,
    lat,
    lon,
    department,
    region,
    example: false,
    ...changes,
  };
}

/** @param {readonly {slug: string}[]} projects */
export function bySlug(projects) {
  return new Map(projects.map((one) => [one.slug, one]));
}
