#pragma once
/* What the stages of the row-aware compressor share; deflate.c has the design page. */
#include "deflate_crc.h"

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* `run` literals, then a match, or none where `length` is 0. The literals are where the last token ended. */
typedef struct {
    uint16_t run;
    uint16_t length;
    uint32_t distance;
} token;

enum {
    CHUNK_TOKENS = 16384, /* tokens that are gathered before they are written */
    CHUNK_ROWS = 1024,
    CHUNK_TEXT = 1 << 20, /* bytes; some rows may come on top */
    SAMPLE = 16,          /* rows of which one is counted, in a large batch */
    LONG_ROW = 8192,      /* bytes of a row that has no template any more */
    SHORT_ROW = 9         /* bytes from the comma on that has none yet */
};

/* ---- rows ------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t start; /* of the line */
    uint32_t comma; /* behind its mobile */
    uint32_t end;   /* of the line, where CR LF or nothing follows */
    uint32_t number;
} row;

/* Where rows of a template are likely to be alike: their last bytes, what stands behind the signature, some bytes before
 * the last, the signature. */
enum { TAIL, HEAD, DEEP, SIGNATURE, PROBES, SIGNATURE_SIZE = 12, DEEP_SIZE = 24 };

ALWAYS_INLINE uint32_t smscore_probe_at(const row *r, uint32_t probe)
{
    uint32_t size = r->end - r->comma;
    switch (probe) {
    case TAIL: return r->end - 8;
    case HEAD: return size < SIGNATURE_SIZE + 8 ? r->comma : r->comma + SIGNATURE_SIZE;
    case DEEP: return size < DEEP_SIZE ? r->comma : r->end - DEEP_SIZE;
    default: return r->comma;
    }
}

/* The high bits are well mixed. */
ALWAYS_INLINE uint64_t mix(uint64_t key) { return key * UINT64_C(0x9E3779B97F4A7C15); }

/* ---- templates --------------------------------------------------------------------------------------------------- */

enum {
    MAX_TEMPLATES = 512,
    MAX_SEGMENTS = 16,
    PROBE_SLOTS = 4096,
    NEIGHBOUR_SLOTS = 2048,
    WORD_SLOTS = 8192,
    SHAPE_TEXT = 512, /* bytes of a row that has a shape */
    MAX_SHAPES = 512,
    SHAPE_SLOTS = 2048
};

#define NOWHERE UINT32_MAX

enum { WIDE = 2 };

/* A stretch of text that all rows of a template share. */
typedef struct {
    uint32_t last; /* where it stands in the last such row */
    uint32_t size;
} segment;

typedef struct {
    uint32_t from; /* the last such row, from its comma on */
    uint32_t to;
    uint32_t rows;             /* how many there were */
    uint32_t serial;           /* another one whenever the segments change */
    uint32_t most;             /* bytes of a row that it fits: its segments are a third of them */
    uint16_t count;            /* of segments */
    uint16_t to_end;           /* the last segment ends with the row */
    uint16_t siblings[PROBES]; /* another template with the same bytes there, + 1 */
    segment segments[MAX_SEGMENTS];
} template;

/* A segment of a shape as the token that it mostly makes: the value before it, its size, and where it stands, from the
 * comma on. */
typedef struct {
    uint16_t run;
    uint16_t length;
    uint32_t at;
} place;

/* A segment beside a value that is text, not digits, where it pays to look it up. */
typedef struct {
    uint64_t key; /* of what stands beside it */
    uint16_t number;
    uint8_t before;
    uint8_t behind;
    uint32_t missed; /* how often it did not pay */
} text_place;

/* Where the segments stand in rows of one length; most rows have been seen in their shape. */
typedef struct {
    template *of;
    uint32_t serial; /* that the template had */
    uint32_t size;   /* of the rows, from the comma on */
    uint32_t last;   /* where the last such row has its comma */
    uint32_t rows;   /* how many there were */
    uint32_t count;
    uint32_t texts;
    uint32_t fixed[SHAPE_TEXT / 32]; /* a bit for every byte of a segment */
    place places[MAX_SEGMENTS + 1];  /* and, with no length, the value at the end */
    text_place text[MAX_SEGMENTS];
} shape;

/* Where a segment stood last beside these bytes. */
typedef struct {
    uint64_t key;
    uint64_t at;
} neighbour;

/* ---- codes ------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t literal[LITERALS];
    uint32_t distance[DISTANCES];
} frequencies;

typedef struct {
    uint32_t literal[LITERALS];
    uint32_t length[MAX_MATCH + 1]; /* with the extra bits */
    uint32_t distance[DISTANCES];   /* without */
    uint32_t digits[1000];          /* numbers of three digits, */
    uint32_t threes;                /* if they are to be used */
    uint32_t most_digits;           /* that surely have no more than 56 bits; 0 where one has none, or more than eight */
    uint8_t digit_code[16];         /* the bits of each, */
    uint8_t digit_mark[16];         /* and ones where they are */
} code_book;

/* ---- the context ------------------------------------------------------------------------------------------------- */

typedef struct {
    template template[MAX_TEMPLATES]; /* where a line of the cache begins */

    /* the batch */
    const uint8_t *text;
    const uint32_t *ends;
    uint32_t size;
    uint32_t rows;
    uint32_t dense;
    uint32_t insist;  /* never give up */
    uint32_t special; /* AVX2, BMI and BMI2 may be used; WIDE: and AVX-512 */
    uint32_t draws;   /* and PEXT, which draws bits together, is fast */
    uint32_t folds;   /* and carry-less multiplication of 32 bytes */
    uint32_t shared;  /* bytes that mobiles begin with */

    smscore_ahead ahead[2]; /* what will be read for the rows to come, and written */

    /* tokens up to `cursor`, of the text from `chunk` on */
    uint32_t next; /* the first row without any */
    uint32_t chunk;
    uint32_t cursor;
    uint32_t used;
    uint32_t chunk_rows;
    uint32_t searched;     /* bytes of it that no template has */
    uint32_t counted;      /* tokens up to here are in `seen` or left out of it, */
    uint32_t counted_text; /* and their text */
    uint32_t all_counted;  /* none of this chunk is left out, */
    uint32_t complete;     /* and there is no other chunk of rows */

    uint32_t templates;
    uint32_t shapes;
    uint32_t serials;
    uint32_t missed;   /* lookups of what stands beside a segment, in all shapes */
    uint32_t patience; /* effort that may still be spent on comparing rows */

    /* output */
    bit_writer writer;
    uint32_t crc;
    uint32_t open; /* there is a block that has not ended, with these codes: */

    code_book codes;
    uint8_t lengths[LITERALS + DISTANCES];

    token tokens[CHUNK_TOKENS];
    frequencies seen;
    crc_tables crc_tables;
    uint32_t by_shape[SHAPE_SLOTS]; /* what tells it from others, and its number + 1 */
    uint16_t by_probe[PROBE_SLOTS]; /* template + 1 */
    uint32_t alone[PROBE_SLOTS];    /* row + 1 that no template fits */
    uint32_t words[WORD_SLOTS];     /* position + 1 of four bytes */
    neighbour neighbours[NEIGHBOUR_SLOTS];
    shape shape[MAX_SHAPES];
} deflater;

enum { MOBILE = 11 }; /* digits of a mobile in China */

ALWAYS_INLINE row read_row(const deflater *d, uint32_t number)
{
    uint32_t start = number ? d->ends[number - 1] + 2 : 0, end = d->ends[number], comma = start + MOBILE;
    if (end <= comma || d->text[comma] != ',') {
        const uint8_t *found = memchr(d->text + start, ',', end - start);
        comma = found ? (uint32_t)(found - d->text) : start;
    }
    return (row){start, comma, end, number};
}

/* ---- stages ------------------------------------------------------------------------------------------------------ */

/* deflate_rows.c: all rows so far, then the rest of the text; 0 when it gives up */
int smscore_tokenise(deflater *d, uint32_t rows);
int smscore_tokenise_rest(deflater *d);
void smscore_group(deflater *d, uint32_t *order, uint32_t *kinds);

/* deflate_words.c */
void smscore_put_text(deflater *d, uint32_t end, uint32_t number);
void smscore_begin_count(deflater *d);
void smscore_count_tokens(deflater *d);
void smscore_next_chunk(deflater *d, int counted); /* the last tokens of this one are */

/* deflate_learn.c */
int smscore_is_constant(const template *t, uint32_t at);                 /* eight bytes there are part of a segment */
uint32_t smscore_probe(const deflater *d, const row *r, uint32_t probe); /* its slot of by_probe and alone */
int smscore_narrow(deflater *d, template *t, const row *r);              /* true: try again */
template *smscore_learn(deflater *d, const row *r);                      /* a new one, or NULL */

/* deflate_shapes.c */
void smscore_keep_shape(deflater *d, template *t, const row *r, const uint32_t at[MAX_SEGMENTS]);

/* deflate_huffman.c */
void smscore_open_block(deflater *d, const frequencies *seen);
uint64_t smscore_least_bits(const frequencies *seen); /* with codes of their own */
uint64_t smscore_bits(const deflater *d, const frequencies *seen);

/* deflate_emit.c: and the checksum of their text */
void smscore_emit(deflater *d);

/* deflate.c */
void smscore_flush_chunk(deflater *d);
