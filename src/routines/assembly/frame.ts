// Where a band's block has its entries, in bytes from its beginning; `src/routines/compiled-band.ts` writes them. What a
// routine has of its own begins at OWN (i32), DOUBLES (f64) and VECTORS (16 bytes each: read from memory they are not made
// anew in inner loops).
export const SOURCE: usize = 0; // the first staged row
export const SOURCE_PITCH: usize = 4;
export const OUT: usize = 8; // the first row of results
export const OUT_PITCH: usize = 12;
export const ELEMENTS: usize = 16; // of an output row
export const ROWS: usize = 20; // of output
export const COUNTS: usize = 24; // i32 of each output row: samples that were clipped
export const DOUBTS: usize = 28; // i32 of each sample in doubt: row · MOST + element
export const FOUND: usize = 32; // how many of them there are; the routine writes it
export const MOST: usize = 36; // elements that a row may have
export const OWN: usize = 40;
export const DOUBLES: usize = 192;
export const VECTORS: usize = 320;
// Output rows and elements of each that are not wanted, before those that are; of bands on a grid.
export const SKIP_ELEMENTS: usize = 504;
export const SKIP_ROWS: usize = 508;
