// The copy of MapLibre that the site serves (vendor/maplibre/maplibre-gl.mjs) has the types of the
// package it is copied from.
export * from "maplibre-gl";
