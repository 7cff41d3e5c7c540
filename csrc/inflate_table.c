/*
 * The codes of a block to the tables that it is read with.
 *
 * A sequence is what one entry says: literals, and perhaps a match. The table grows from one bit to its width. At each
 * step it is doubled, so that every entry stands for both values of the next bit, and then those sequences are written
 * into it whose last bit that is; each is a shorter one with a literal in front, or a match alone. So an entry always
 * says the most that its bits can tell, and each sequence is made once, however many entries it fills.
 */
#include "inflate.h"

/* Behind literals with nothing else stands a match of no bytes, from so far back that nothing waits for it. */
#define NO_MATCH ((UINT64_C(1024) / UNIT) << LEAST_AT)

/* ---- codes ------------------------------------------------------------------------------------------------------- */

int smscore_canonical(canonical *code, const uint8_t *lengths, uint32_t count)
{
    uint16_t next[MAX_BITS + 1];
    memset(code->count, 0, sizeof code->count);
    for (uint32_t symbol = 0; symbol < count; symbol++)
        code->count[lengths[symbol]]++;
    uint32_t used = count - code->count[0], left = 1, before = 0;
    code->count[0] = 0;
    for (uint32_t bits = 1; bits <= MAX_BITS; bits++) {
        left <<= 1;
        if (code->count[bits] > left)
            return REFUSED;
        left -= code->count[bits];
        next[bits] = (uint16_t)before;
        before += code->count[bits];
    }
    int whole = left == 0, alone = used == 0 || (used == 1 && code->count[1]);
    if (!whole && !alone)
        return REFUSED;
    for (uint32_t symbol = 0; symbol < count; symbol++)
        if (lengths[symbol])
            code->symbols[next[lengths[symbol]]++] = (uint16_t)symbol;
    return whole ? WHOLE : ALONE;
}

/* As codes stand in the stream: first bit lowest. */
static inline uint32_t turned(uint32_t code, uint32_t bits)
{
    code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
    code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
    code = (code & 0x0F0F) << 4 | (code >> 4 & 0x0F0F);
    code = (code & 0x00FF) << 8 | code >> 8;
    return code >> (16 - bits);
}

/* The symbols of a code, in its order, with their bits turned; those of n bits begin at first[n]. */
typedef struct {
    uint16_t first[MAX_BITS + 2];
    uint16_t other[MAX_BITS + 1]; /* where those that are no literals begin */
    uint16_t bits[FIXED_LITERALS];
} turned_codes;

static void turn_codes(turned_codes *t, const canonical *code)
{
    uint32_t next = 0, at = 0;
    t->first[1] = 0;
    for (uint32_t bits = 1; bits <= MAX_BITS; bits++) {
        uint32_t end = at + code->count[bits];
        next <<= 1;
        t->other[bits] = (uint16_t)end;
        for (uint32_t n = at; n < end; n++) {
            t->bits[n] = (uint16_t)turned(next++, bits);
            if (code->symbols[n] >= END_OF_BLOCK && t->other[bits] == end)
                t->other[bits] = (uint16_t)n;
        }
        t->first[bits + 1] = (uint16_t)(at = end);
    }
}

/* ---- the table of distances ------------------------------------------------------------------------------------------ */

static void make_distances(inflater *t, const turned_codes *codes)
{
    uint32_t *table = t->distance;
    table[0] = 0;
    for (uint32_t bits = 1; bits <= DISTANCE_BITS; bits++) {
        memcpy(table + (1u << (bits - 1)), table, sizeof *table << (bits - 1));
        for (uint32_t n = codes->first[bits]; n < codes->first[bits + 1]; n++) {
            uint32_t symbol = t->distances.symbols[n];
            if (symbol < DISTANCES)
                table[codes->bits[n]] =
                    bits | extra_of_distance(symbol) << ALONE_EXTRA_AT | least_distance(symbol) << ALONE_LEAST_AT;
        }
    }
}

/* ---- the table of everything ----------------------------------------------------------------------------------------- */

typedef struct {
    inflater *t;
    turned_codes literals;
    turned_codes distances;
    uint32_t ends[TABLE_BITS + 1]; /* of the sequences with so many bits */
    uint32_t used;
} making;

static inline void put(making *m, uint32_t bits, uint64_t entry)
{
    m->t->table[bits] = entry;
    m->t->sequences[m->used++] = (sequence){entry, bits};
}

/* A length and a distance whose codes have `width` bits together, with all values of the bits between them. */
static void put_matches(making *m, uint32_t symbol, uint32_t code, uint32_t bits, uint32_t width)
{
    const uint32_t extra = length_extra(symbol), base = length_base(symbol), before = bits + extra;
    if (before >= width || base > COPIED)
        return;
    const uint32_t values = COPIED - base + 1 < 1u << extra ? COPIED - base + 1 : 1u << extra;
    for (uint32_t n = m->distances.first[width - before]; n < m->distances.first[width - before + 1]; n++) {
        uint32_t distance = m->t->distances.symbols[n], least = least_distance(distance);
        if (distance >= DISTANCES || least < BLOCK)
            continue;
        uint64_t entry = width * 0x0101 + extra_of_distance(distance) + ((uint64_t)(least / UNIT) << LEAST_AT);
        uint32_t place = code | (uint32_t)m->distances.bits[n] << before;
        for (uint32_t value = 0; value < values; value++)
            put(m, place | value << bits, entry | (uint64_t)(base + value) << LENGTH_AT);
    }
}

/* Everything but literals that has `width` bits, or a code of so many that leaves more to be read. */
static void put_others(making *m, uint32_t width)
{
    const uint16_t *symbols = m->t->literals.symbols;
    for (uint32_t bits = 1; bits <= width; bits++)
        for (uint32_t n = m->literals.other[bits]; n < m->literals.first[bits + 1]; n++) {
            uint32_t symbol = symbols[n], code = m->literals.bits[n];
            if (symbol < FIRST_LENGTH || symbol >= LITERALS)
                continue;
            if (bits == width)
                m->t->table[code] = TO_FINISH | width | length_extra(symbol) << LEAST_AT |
                                    (uint64_t)length_base(symbol) << LENGTH_AT;
            else
                put_matches(m, symbol, code, bits, width);
        }
}

static inline uint64_t with_literal(uint64_t entry, uint32_t literal, uint32_t bits)
{
    const uint64_t text = UINT64_C(0xFFFFFF) << TEXT_AT;
    return (entry & ~text) + ((entry & text) << 8 & text) + ((uint64_t)literal << TEXT_AT) +
           (UINT64_C(1) << COUNT_AT) + bits * 0x0101;
}

/* Every shorter sequence with a literal in front. */
static void put_literals(making *m, uint32_t width)
{
    for (uint32_t bits = 1; bits <= width; bits++)
        for (uint32_t n = m->literals.first[bits]; n < m->literals.other[bits]; n++) {
            const uint32_t literal = m->t->literals.symbols[n], code = m->literals.bits[n], end = m->ends[width - bits];
            for (uint32_t i = bits == width ? 0 : m->ends[width - bits - 1]; i < end; i++) {
                sequence s = m->t->sequences[i];
                if ((s.entry >> COUNT_AT & 3) < MOST_LITERALS)
                    put(m, code | s.bits << bits, with_literal(s.entry, literal, bits));
            }
        }
}

static void make_table(inflater *t, uint64_t bytes_left)
{
    making m = {.t = t};
    turn_codes(&m.literals, &t->literals);
    turn_codes(&m.distances, &t->distances);
    make_distances(t, &m.distances);
    for (t->bits = FEWEST_BITS; t->bits < TABLE_BITS && bytes_left >> t->bits > 1;)
        t->bits++;
    t->table[0] = TO_FINISH;
    t->sequences[0] = (sequence){NO_MATCH, 0};
    m.used = m.ends[0] = 1;
    for (uint32_t width = 1; width <= t->bits; width++) {
        memcpy(t->table + (1u << (width - 1)), t->table, sizeof *t->table << (width - 1));
        put_others(&m, width);
        put_literals(&m, width);
        m.ends[width] = m.used;
    }
}

int smscore_make_codes(inflater *t, const uint8_t *lengths, uint32_t literals, uint32_t distances, uint64_t bytes_left)
{
    if (!lengths[END_OF_BLOCK] || smscore_canonical(&t->literals, lengths, literals) == REFUSED ||
        smscore_canonical(&t->distances, lengths + literals, distances) == REFUSED)
        return 0;
    make_table(t, bytes_left);
    return 1;
}
