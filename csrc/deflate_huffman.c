/*
 * Third stage: codes, and the head of a block that tells them (RFC 1951, sections 3.2.2 and 3.2.7).
 *
 * A code's lengths are all that matters; which bits it has follows from them. The lengths are those of Huffman's tree:
 * the two rarest trees become one until one is left. With the counts sorted, the trees made come in order too, so two
 * queues do.
 */
#include "deflate.h"

/* ---- lengths ----------------------------------------------------------------------------------------------------- */

/* Symbols that occur, rarest first: least significant byte first, three bytes. Returns how many. */
static uint32_t sort_symbols(const uint32_t *counts, uint32_t symbols, uint16_t *sorted)
{
    uint16_t other[LITERALS];
    uint16_t *from = other, *to = sorted;
    uint32_t used = 0, most = 0;
    for (uint32_t s = 0; s < symbols; s++)
        if (counts[s]) {
            to[used++] = (uint16_t)s;
            most = counts[s] > most ? counts[s] : most;
        }
    for (uint32_t shift = 0; shift < 32 && most >> shift; shift += 8) {
        uint32_t start[257] = {0};
        uint16_t *swap = from;
        from = to;
        to = swap;
        for (uint32_t i = 0; i < used; i++)
            start[(counts[from[i]] >> shift & 0xFF) + 1]++;
        for (uint32_t i = 1; i < 256; i++)
            start[i] += start[i - 1];
        for (uint32_t i = 0; i < used; i++)
            to[start[counts[from[i]] >> shift & 0xFF]++] = from[i];
    }
    if (to != sorted)
        memcpy(sorted, to, used * sizeof *to);
    return used;
}

/* How many of the sorted symbols have each length; no length is above `limit`. */
static void count_lengths(const uint32_t *counts, const uint16_t *sorted, uint32_t used, uint32_t limit,
                          uint32_t of_length[MAX_BITS + 1])
{
    uint64_t weight[LITERALS];
    uint16_t above[2 * LITERALS]; /* the tree that a symbol, or a tree, was put into */
    uint32_t leaf = 0, tree = 0;
    for (uint32_t made = 0; made + 1 < used; made++) {
        weight[made] = 0;
        for (int two = 0; two < 2; two++) {
            if (leaf < used && (tree == made || counts[sorted[leaf]] <= weight[tree])) {
                weight[made] += counts[sorted[leaf]];
                above[leaf++] = (uint16_t)made;
            } else {
                weight[made] += weight[tree];
                above[LITERALS + tree++] = (uint16_t)made;
            }
        }
    }
    uint8_t depth[LITERALS];
    depth[used - 2] = 0;
    for (uint32_t i = used - 2; i-- > 0;)
        depth[i] = (uint8_t)(depth[above[LITERALS + i]] + 1);
    uint32_t taken = 0; /* of the code space, in codes of `limit` bits */
    for (uint32_t i = 0; i < used; i++) {
        uint32_t length = depth[above[i]] + 1u;
        length = length > limit ? limit : length;
        of_length[length]++;
        taken += 1u << (limit - length);
    }
    for (; taken > 1u << limit; taken--) { /* codes were cut: one a bit longer makes room for one of the longest */
        uint32_t length = limit - 1;
        while (!of_length[length])
            length--;
        of_length[length]--;
        of_length[length + 1] += 2;
        of_length[limit]--;
    }
}

/* Lengths of at most `limit` bits; symbols that do not occur get none. */
static void code_lengths(const uint32_t *counts, uint32_t symbols, uint32_t limit, uint8_t *lengths)
{
    uint16_t sorted[LITERALS];
    uint32_t of_length[MAX_BITS + 1] = {0};
    uint32_t used = sort_symbols(counts, symbols, sorted);
    memset(lengths, 0, symbols);
    if (used < 2) { /* 3.2.7: one code of one bit; a second one keeps every decoder content */
        uint32_t only = used ? sorted[0] : 0;
        lengths[only] = lengths[only ? 0 : 1] = 1;
        return;
    }
    count_lengths(counts, sorted, used, limit, of_length);
    for (uint32_t length = limit, i = 0; length; length--)
        for (uint32_t n = of_length[length]; n; n--)
            lengths[sorted[i++]] = (uint8_t)length;
}

/* ---- codes ------------------------------------------------------------------------------------------------------- */

/* The low `bits` of a code, the last one first. */
static inline uint32_t reverse(uint32_t code, uint32_t bits)
{
    code = (code & 0x5555) << 1 | (code >> 1 & 0x5555);
    code = (code & 0x3333) << 2 | (code >> 2 & 0x3333);
    code = (code & 0x0F0F) << 4 | (code >> 4 & 0x0F0F);
    code = (code & 0x00FF) << 8 | code >> 8;
    return code >> (16 - bits);
}

/* 3.2.2: codes of one length are consecutive, in the order of their symbols; they are sent highest bit first. */
static void assign_codes(const uint8_t *lengths, uint32_t symbols, uint32_t *book)
{
    uint32_t of_length[MAX_BITS + 1] = {0}, next[MAX_BITS + 2] = {0};
    for (uint32_t s = 0; s < symbols; s++)
        of_length[lengths[s]]++;
    of_length[0] = 0;
    for (uint32_t bits = 1; bits <= MAX_BITS; bits++)
        next[bits + 1] = (next[bits] + of_length[bits]) << 1;
    for (uint32_t s = 0; s < symbols; s++)
        book[s] = reverse(next[lengths[s]]++, lengths[s]) << CODE_AT | lengths[s];
}

static inline uint32_t join_codes(uint32_t first, uint32_t second)
{
    uint32_t bits = first >> CODE_AT | second >> CODE_AT << (first & 0xFF);
    return bits << CODE_AT | ((first + second) & 0xFF);
}

/* A match length has one code with its extra bits behind it (3.2.5). */
static void join_lengths(code_book *c)
{
    for (uint32_t length = MIN_MATCH; length <= MAX_MATCH; length++) {
        uint32_t symbol = length_symbol(length), over = length - MIN_MATCH;
        uint32_t extra = over < 8 || symbol == 285 ? 0 : log2_of(over) - 2;
        uint32_t bits = over & ((1u << extra) - 1);
        c->length[length] = join_codes(c->literal[symbol], bits << CODE_AT | extra);
    }
}

/* How digits are written many at a time, unless their codes are too long. Special instructions want a byte for each,
 * plain C numbers of three digits. */
static void join_digits(code_book *c, int special)
{
    const uint32_t *one = c->literal + '0';
    uint32_t longest = 0, two[100];
    for (uint32_t i = 0; i < 10; i++) {
        uint32_t bits = one[i] ? one[i] & 0xFF : MAX_BITS; /* no code at all */
        longest = bits > longest ? bits : longest;
        c->digit_code[i] = (uint8_t)(one[i] >> CODE_AT);
        c->digit_mark[i] = (uint8_t)((1u << bits) - 1);
    }
    c->most_digits = longest > 8 ? 0 : AT_ONCE / longest;
    c->threes = c->most_digits && !special;
    if (!c->threes)
        return;
    for (uint32_t i = 0; i < 10; i++)
        for (uint32_t j = 0; j < 10; j++)
            two[10 * i + j] = join_codes(one[i], one[j]);
    for (uint32_t i = 0; i < 10; i++)
        for (uint32_t j = 0; j < 100; j++)
            c->digits[100 * i + j] = join_codes(one[i], two[j]);
}

/* ---- the head of a block ----------------------------------------------------------------------------------------- */

enum { LENGTH_CODES = 19, LENGTH_BITS = 7, REPEAT = 16, ZEROS = 17, MANY_ZEROS = 18 };

static const uint8_t ORDER[LENGTH_CODES] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
static const uint8_t EXTRA[3] = {2, 3, 7};   /* bits behind REPEAT, ZEROS, MANY_ZEROS */
static const uint8_t LEAST[3] = {3, 3, 11};  /* the run that extra bits 0 stand for */
static const uint8_t MOST[3] = {6, 10, 138};

typedef struct {
    uint8_t symbol;
    uint8_t over; /* what the extra bits say */
} run_symbol;

/* 3.2.7: the lengths in runs. */
static uint32_t find_runs(const uint8_t *lengths, uint32_t count, run_symbol *runs)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < count;) {
        uint32_t same = 1;
        while (i + same < count && lengths[i + same] == lengths[i])
            same++;
        uint8_t length = lengths[i];
        i += same;
        if (length) {
            runs[used++] = (run_symbol){length, 0};
            same--;
        }
        while (same >= 3) {
            uint32_t kind = length ? 0 : same < 11 ? 1 : 2;
            uint32_t take = same < MOST[kind] ? same : MOST[kind];
            runs[used++] = (run_symbol){(uint8_t)(REPEAT + kind), (uint8_t)(take - LEAST[kind])};
            same -= take;
        }
        for (; same; same--)
            runs[used++] = (run_symbol){length, 0};
    }
    return used;
}

static void write_head(bit_writer *w, const uint8_t *lengths)
{
    uint32_t literals = LITERALS, distances = DISTANCES, given = LENGTH_CODES;
    while (literals > FIRST_LENGTH && !lengths[literals - 1])
        literals--;
    while (distances > 1 && !lengths[LITERALS + distances - 1])
        distances--;
    uint8_t all[LITERALS + DISTANCES], of[LENGTH_CODES];
    memcpy(all, lengths, literals);
    memcpy(all + literals, lengths + LITERALS, distances);
    run_symbol runs[LITERALS + DISTANCES];
    uint32_t used = find_runs(all, literals + distances, runs);
    uint32_t seen[LENGTH_CODES] = {0}, code[LENGTH_CODES];
    for (uint32_t i = 0; i < used; i++)
        seen[runs[i].symbol]++;
    code_lengths(seen, LENGTH_CODES, LENGTH_BITS, of);
    assign_codes(of, LENGTH_CODES, code);
    while (given > 4 && !of[ORDER[given - 1]])
        given--;
    append(w, 2u << 1, 3); /* not the last; BTYPE 10: dynamic codes */
    append(w, (literals - 257) | (distances - 1) << 5 | (given - 4) << 10, 14);
    flush_bits(w);
    for (uint32_t i = 0; i < given; i++) {
        append(w, of[ORDER[i]], 3);
        flush_bits(w);
    }
    for (uint32_t i = 0; i < used; i++) {
        append_code(w, code[runs[i].symbol]);
        if (runs[i].symbol >= REPEAT)
            append(w, runs[i].over, EXTRA[runs[i].symbol - REPEAT]);
        flush_bits(w);
    }
}

void smscore_open_block(deflater *d, const frequencies *seen)
{
    code_lengths(seen->literal, LITERALS, MAX_BITS, d->lengths);
    code_lengths(seen->distance, DISTANCES, MAX_BITS, d->lengths + LITERALS);
    write_head(&d->writer, d->lengths);
    assign_codes(d->lengths, LITERALS, d->codes.literal);
    assign_codes(d->lengths + LITERALS, DISTANCES, d->codes.distance);
    join_lengths(&d->codes);
    join_digits(&d->codes, d->draws != 0);
}

/* ---- what codes cost --------------------------------------------------------------------------------------------- */

/* 256 times log2, within 4, by whole numbers: the same on every machine. Between two powers of two it is a parabola; a
 * straight line would be off by 23, so that codes made for a sample would seem to pay where they do not. */
static inline uint32_t log2_256(uint32_t value)
{
    uint32_t whole = log2_of(value);
    uint32_t over = (uint32_t)((uint64_t)value << 8 >> whole) & 0xFF;
    return (whole << 8) + over + (91 * over * (256 - over) >> 16);
}

static uint64_t entropy(const uint32_t *n, uint32_t symbols)
{
    uint64_t sum = 0, bits = 0;
    for (uint32_t s = 0; s < symbols; s++)
        if (n[s]) {
            sum += n[s];
            bits += (uint64_t)n[s] * log2_256(n[s]);
        }
    return sum ? (sum * log2_256((uint32_t)sum) - bits) >> 8 : 0;
}

uint64_t smscore_least_bits(const frequencies *seen)
{
    return entropy(seen->literal, LITERALS) + entropy(seen->distance, DISTANCES);
}

/* With the codes of the open block. */
uint64_t smscore_bits(const deflater *d, const frequencies *seen)
{
    uint64_t bits = 0;
    for (uint32_t s = 0; s < LITERALS; s++)
        bits += (uint64_t)seen->literal[s] * d->lengths[s];
    for (uint32_t s = 0; s < DISTANCES; s++)
        bits += (uint64_t)seen->distance[s] * d->lengths[LITERALS + s];
    return bits;
}
