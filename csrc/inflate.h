#pragma once
/* What the two parts of the decompressor share; inflate.c has the design page. */
#include "deflate_crc.h"

/* ---- codes ------------------------------------------------------------------------------------------------------- */

enum { FIXED_LITERALS = 288, FIXED_DISTANCES = 32, LENGTH_CODES = 19 };

/* A canonical code (RFC 1951, section 3.2.2): how many symbols have a code of each length, and the symbols in the order
 * of their codes. It is all that is needed to read a symbol bit by bit. */
typedef struct {
    uint16_t count[MAX_BITS + 1];
    uint16_t symbols[FIXED_LITERALS];
} canonical;

/* Lengths that no code has, a code that leaves no pattern unused, and one of a single bit or of nothing. zlib takes the
 * last for the symbols of a block, where a pattern that is unused is refused when it is met. */
enum { REFUSED, WHOLE, ALONE };

/* Section 3.2.5. */
ALWAYS_INLINE uint32_t length_extra(uint32_t symbol)
{
    return symbol < FIRST_LENGTH + 8 || symbol == 285 ? 0 : (symbol - FIRST_LENGTH) / 4 - 1;
}

ALWAYS_INLINE uint32_t length_base(uint32_t symbol)
{
    const uint32_t number = symbol - FIRST_LENGTH;
    if (symbol == 285)
        return MAX_MATCH;
    return MIN_MATCH + (number < 8 ? number : (4 + number % 4) << (number / 4 - 1));
}

ALWAYS_INLINE uint32_t extra_of_distance(uint32_t symbol) { return symbol < 4 ? 0 : symbol / 2 - 1; }

ALWAYS_INLINE uint32_t least_distance(uint32_t symbol)
{
    return 1 + (symbol < 4 ? symbol : (2 + symbol % 2) << (symbol / 2 - 1));
}

/* ---- the table --------------------------------------------------------------------------------------------------- */

/* An entry says what the next bits mean, as far as the table is wide enough to see it: up to three literals, then a match
 * or none. Its fields, from the lowest bit:
 *
 *      8   bits to take away
 *      6   of those, how many stand before the extra bits of the distance
 *      1   TO_FINISH: only a length, without its extra bits; or, where that is 0, what is to be read bit by bit
 *      1   nothing
 *     11   the least distance, less one, in units of 16; with TO_FINISH, how many extra bits the length has
 *      2   how many literals
 *     24   these, first one lowest
 *      2   nothing
 *      9   length of the match, or 0
 *
 * What is copied by blocks must not reach into itself, and is not longer than COPIED: entries have no other matches. */
enum { BEFORE_AT = 8, LEAST_AT = 16, COUNT_AT = 27, TEXT_AT = 29, LENGTH_AT = 55 };

#define TO_FINISH (UINT64_C(1) << 14)

enum {
    TABLE_BITS = 11, /* bits that an entry is found by, at most: more, and it drives the window out of the cache */
    FEWEST_BITS = 8,
    DISTANCE_BITS = 9, /* the same, of a distance that is looked up by itself */
    MOST_LITERALS = 3,
    LEAST_MASK = 0x7FF,
    UNIT = 16,
    BLOCK = 32,
    COPIED = 3 * BLOCK
};

/* Of a distance that is looked up by itself: the bits of its code, how many extra bits it has, and the least it can be. */
enum { ALONE_EXTRA_AT = 8, ALONE_LEAST_AT = 16 };

/* What one entry says, and the bits it is found by. */
typedef struct {
    uint64_t entry;
    uint32_t bits;
} sequence;

typedef struct {
    uint64_t table[1 << TABLE_BITS];
    uint32_t distance[1 << DISTANCE_BITS]; /* or 0 where it is to be read bit by bit */
    uint32_t bits;                         /* that an entry of this block is found by */
    uint32_t special;                      /* AVX2 and BMI2 may be used, */
    uint32_t folds;                        /* and carry-less multiplication of 32 bytes */
    canonical literals;
    canonical distances;
    sequence sequences[2 << TABLE_BITS]; /* while the table is made: by how many bits they have */
    crc_tables crc_tables;
} inflater;

/* inflate_table.c: the lengths of literals, then those of distances; 0 where zlib would refuse them. */
int smscore_make_codes(inflater *t, const uint8_t *lengths, uint32_t literals, uint32_t distances, uint64_t bytes_left);
int smscore_canonical(canonical *code, const uint8_t *lengths, uint32_t count);

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* The bits that wait, lowest first, and where the next come from. Above those counted may stand some of the next. */
typedef struct {
    uint64_t bits;
    uint64_t count;
    const uint8_t *in;
    const uint8_t *in_end;
} bit_reader;

typedef struct {
    bit_reader reader;
    uint8_t *out;
    const uint8_t *start;
    const uint8_t *end;
    const uint8_t *checked; /* so far, with this checksum */
    uint32_t crc;
    uint32_t last;   /* this block is the last one, */
    uint32_t inside; /* and it goes on */
    uint64_t pause;  /* it stops soon after there are so many bytes behind `start`; then these may be moved */
} inflating;

enum { FAILED, GOES_ON, ENDED };

/* inflate_run.c: goes on until something is to be read bit by bit, `out_end` is passed, or fewer than WORD bytes are left.
 * ROOM bytes must be left behind `out_end`: two entries and a match may store so many. */
enum { WORD = 8, LONG = 5 * BLOCK, ROOM = 2 * (MOST_LITERALS + COPIED) + MAX_MATCH + LONG };

void smscore_run(inflating *s, const inflater *t, const uint8_t *out_end);

/* inflate.c */
void smscore_begin(inflating *s, const uint8_t *data, uint64_t size, uint8_t *out, uint64_t room);
int smscore_go_on(inflating *s, inflater *t);
