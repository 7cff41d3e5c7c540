/*
 * smscore: the C core of smscodec. This file is the contract.
 *
 * It is read twice, word for word: by the C compiler and by cffi's cdef(), so the two cannot drift.
 * For that it holds declarations only; common.h has the standard headers and the include guard.
 *
 *   - The caller owns every buffer and sizes it with the matching _bound(); nothing here allocates, but for tables,
 *     whose readers may outlive everybody.
 *   - No globals, no locale, no I/O: a function depends on its arguments alone, so any number may run at once.
 *   - A whole batch, or a slice of one, per call; never one call per row.
 *   - A refused row is data, not a failure: it is left out and reported as (row, offset, other, code).
 *     Words for people are made in Python, once.
 *   - The specification of every function is its twin in src/smscodec/_kernels/reference/.
 *
 * Rows arrive as Arrow columns, whoever made them; Python's own strings are gathered into such columns first.
 */

/* What may be wrong. Mirrored by Code in _kernels/contract.py; a test holds the two together. */
enum {
    SMSCORE_OK = 0,
    /* a row of a batch: offset counts UTF-8 bytes inside the mobile or inside the content */
    SMSCORE_MOBILE_NOT_DIGITS = 1, /* offset: the first byte that is no digit 0-9 */
    SMSCORE_MOBILE_WIDTH = 2,      /* offset: how many digits there are */
    SMSCORE_DUPLICATE = 3,         /* other: the row that has the mobile already */
    SMSCORE_CONTENT_EMPTY = 4,
    SMSCORE_LONE_SURROGATE = 5,
    SMSCORE_CONTROL_CHARACTER = 6,
    SMSCORE_LINE_BREAK = 7,        /* under SMSCORE_REJECT */
    SMSCORE_AMBIGUOUS_ESCAPE = 8,  /* a literal \r or \n under SMSCORE_BACKSLASH */
    /* ... of Arrow columns */
    SMSCORE_MOBILE_NULL = 9,
    SMSCORE_CONTENT_NULL = 10,
    SMSCORE_CONTENT_NOT_UTF8 = 11,
    SMSCORE_MOBILE_OUTSIDE = 12,   /* its offsets, view or key point out of the column's memory */
    SMSCORE_CONTENT_OUTSIDE = 13,
    /* a TMS element: row is its number, offset counts bytes of the container (scan) or of the name (pack) */
    SMSCORE_TMS_NAME_EMPTY = 16,
    SMSCORE_TMS_NAME_NUL = 17,
    SMSCORE_TMS_DATA_LONG = 18,    /* more than an unsigned 32-bit length can say */
    SMSCORE_TMS_NO_NUL = 19,       /* the container ends inside a name */
    SMSCORE_TMS_NO_LENGTH = 20,    /* the container ends inside a length */
    SMSCORE_TMS_OVERRUN = 21,      /* other: the length claimed, more than what remains */
    SMSCORE_TMS_MANY = 22          /* more elements than the caller has room for */
};

/* How CR and LF inside a content are written (document 003, section 1.6, names no form). */
enum { SMSCORE_BACKSLASH = 0, SMSCORE_REVERSIBLE = 1, SMSCORE_REJECT = 2 };

/* What `portable` may say where it is asked for, to test every path on one machine: use whatever instructions the machine
 * has; use none that it might not have; or use no AVX-512. */
enum { SMSCORE_ANYTHING = 0, SMSCORE_PORTABLE = 1, SMSCORE_NO_AVX512 = 2 };

typedef struct {
    int64_t row;
    int64_t offset;
    int64_t other;
    int32_t code;
} smscore_fault;

/* ---- columns: the Arrow C data interface ------------------------------------------------------------------------ */

/* Word for word what https://arrow.apache.org/docs/format/CDataInterface.html lays down, so that columns of any
 * library are read, and ours handed out, without a copy and without that library. Who moves a structure sets the
 * `release` he leaves behind to NULL; who holds one calls it once. */
enum { ARROW_FLAG_DICTIONARY_ORDERED = 1, ARROW_FLAG_NULLABLE = 2, ARROW_FLAG_MAP_KEYS_SORTED = 4 };

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* Rows of a column of text or, for mobiles, of integers. The caller has made sure that `array` has as many
 * buffers as its layout asks for, none of them NULL that is read, and `from` + the rows of the call within its length.
 * What the buffers hold is checked here, as far as it can be: the size of the data of "u" and "U" is not told. */
typedef struct {
    const struct ArrowArray *array;
    uint64_t from;   /* the first row, behind the offset of the array itself */
    uint32_t layout; /* first character of the format: 'n' null, 'u' 'U' 'v' (of vu) text, one of "cCsSiIlL" integer */
    uint32_t values; /* of a dictionary, the layout of its values (of the array it is the keys'); else 0 */
} smscore_column;

/* Python's own strings become such a column, of layout 'U', in room that the caller lends. What fills it, and alone
 * knows Python, is in gather.c:
 *
 *     int64_t smscore_gather(PyObject *list, int64_t start, int64_t stop, smscore_texts *into)
 *
 * takes the items from `start` up to `stop` as far as there is room and returns how many, or -1 - i where the i-th of
 * them is no string. Where not even one fits, `needed` says what it takes. Lone surrogates become three bytes each,
 * which are no UTF-8. */
typedef struct {
    uint8_t *text;
    int64_t *offsets;     /* room for one more than there are items */
    uint64_t room;        /* bytes of `text` */
    uint64_t needed;
    uint32_t expect_ascii; /* such items are copied as they lie; others then keep their UTF-8 beside them */
    uint32_t portable;     /* SMSCORE_ANYTHING, ... */
    const uint8_t *table; /* of SMSCORE_TRANSCODE_TABLE bytes */
} smscore_texts;

enum { SMSCORE_TRANSCODE_TABLE = 4096 };

/* Fills the table: made once and only read after. */
void smscore_transcode_table(uint8_t *table);

/* ---- batch lines ---------------------------------------------------------------------------------------------- */

/* The mobiles seen so far, in shards, so that growing one never doubles the whole. Open addressing; a key is the
 * decimal value of "1" + mobile, never 0, which marks a free slot. */
typedef struct {
    uint64_t *keys;
    uint32_t *rows;
    uint32_t slots;
    uint32_t used;
    uint32_t room; /* `used` may not pass this; it is below `slots` */
} smscore_shard;

/* Whether a mobile has come before, and not in which row. In a filter each key sets four bits of a word; where all of
 * them are set already, those that have come are gone through. When that has taken too long, all such are said to have
 * come. */
typedef struct {
    uint64_t *words;
    uint64_t *keys; /* those that have come */
    uint32_t shift; /* there are 1 << (64 - shift) words */
    uint32_t used;
    uint32_t room;
    uint64_t patience; /* keys that may yet be gone through */
} smscore_seen;

typedef struct {
    smscore_shard *shards;
    uint32_t shard_bits; /* 1 << shard_bits shards */
    smscore_seen *seen;  /* in their stead, or NULL */
} smscore_index;

typedef struct {
    uint32_t min_width; /* digits of a mobile, 1 to 18 */
    uint32_t max_width;
    uint32_t line_breaks;     /* SMSCORE_BACKSLASH, ... */
    uint32_t refuse_controls; /* U+0000-001F but TAB CR LF, and U+007F */
    uint32_t code_points;     /* segments counted in code points instead of UTF-16 units */
    uint64_t full_at;         /* bytes of lines that a row is not added to pass, unless it is the only one */
    uint32_t portable;        /* SMSCORE_ANYTHING, ... */
} smscore_join_rules;

/* The lines of one batch as they grow from slice to slice. `ends` and `counts` have room for every row. */
typedef struct {
    uint8_t *out;
    uint32_t *ends;   /* of each row, its offset in `out` behind the last byte, before CR LF */
    uint32_t *counts; /* of each row, its segments */
    uint64_t room;    /* bytes of `out` */
    uint64_t size;    /* below 4 GiB, whatever a call may add */
    uint64_t rows;
    uint64_t segments;
} smscore_lines;

/* Bytes that smscore_join() may add to `out` for the first of the rows, and sets `rows` to how many those are: no more
 * than may fit, or one more, where `room` is what lines lack to be full. */
uint64_t smscore_join_bound(const smscore_join_rules *rules, const smscore_column *contents, uint64_t room,
                            uint32_t *rows);

/* Appends `mobile,content` for every row that passes, joined by CR LF; checks mobiles, duplicates and contents,
 * escapes line breaks and counts segments on the way. `faults` has room for `rows` entries; a faulty row adds its
 * one entry there and nothing anywhere else. Row numbers start at `first_row`. Returns how many rows were taken: all,
 * unless the lines are full or may lack room for the next, or none where a shard of the index may have no room for them. */
uint32_t smscore_join(const smscore_join_rules *rules,
                     const smscore_column *mobiles, const smscore_column *contents,
                     uint32_t rows, uint32_t first_row,
                     smscore_index *index, smscore_lines *lines,
                     smscore_fault *faults, uint32_t *fault_count);

/* A text with a variable between each two of its literals. A literal keeps all rules by itself. */
enum { SMSCORE_MOST_VARIABLES = 64, SMSCORE_TEMPLATE_PADDING = 32 };

typedef struct {
    const uint8_t *text;   /* the literals, escaped, one behind the other, and SMSCORE_TEMPLATE_PADDING bytes */
    const uint32_t *ends;  /* of each literal, its offset in `text` behind the last byte */
    const uint32_t *sizes; /* of each, its bytes before it was escaped */
    const uint32_t *units; /* of each, what segments count */
    smscore_column *variables; /* of text or integers */
    uint32_t count;        /* of variables; there is one literal more */
} smscore_template;

/* smscore_join() and its bound, of contents that a template makes. The `other` of a value that is not there is the
 * number of its variable; offsets count bytes of the whole content. */
uint64_t smscore_render_bound(const smscore_join_rules *rules, const smscore_template *text, uint64_t room,
                              uint32_t *rows);
uint32_t smscore_render(const smscore_join_rules *rules,
                       const smscore_column *mobiles, const smscore_template *text,
                       uint32_t rows, uint32_t first_row,
                       smscore_index *index, smscore_lines *lines,
                       smscore_fault *faults, uint32_t *fault_count);

/* None has come, and patience is as it was at first: in proportion to the room. */
void smscore_forget(smscore_seen *seen);

/* Moves the entries of one shard into another of any size above the entries used. */
void smscore_rehash(const smscore_shard *from, smscore_shard *to, uint32_t shard_bits);

/* ---- segments ------------------------------------------------------------------------------------------------- */

/* counts[i] = segments billed for item i: 0 for nothing, 1 up to 70 units, else one for every 67 begun. */
void smscore_count_segments(const smscore_texts *texts, uint32_t items, uint32_t code_points, uint32_t *counts);

/* ---- form value: base64, then percent-encoding, in one pass ----------------------------------------------------- */

enum { SMSCORE_FORM_TABLE = 32768 + 4096 };

/* Fills the table that smscore_form_value() in python.h works with, made once and only read after. */
void smscore_form_table(uint8_t *table);

/* ---- form value back to bytes ----------------------------------------------------------------------------------- */

enum { SMSCORE_DIGIT_TABLE = 256 };

/* Fills the table that smscore_decode_form() works with: what each byte is worth as a base64 digit. */
void smscore_digit_table(uint8_t *table);
uint64_t smscore_unform_bound(uint64_t size);
/* Returns the bytes written, or -1 where `text` is anything but base64 digits and padding, each of them bare or
 * percent-encoded, in whole groups of four. */
int64_t smscore_decode_form(const uint8_t *table, const uint8_t *text, uint64_t size, uint32_t portable, uint8_t *out);

/* ---- batch lines back to columns ---------------------------------------------------------------------------------- */

typedef struct {
    uint32_t line_breaks; /* SMSCORE_BACKSLASH, ... */
    uint32_t strict;      /* a lone CR or LF ends it */
    uint32_t wide;        /* offsets of 64 bits instead of 32 */
    uint32_t portable;    /* as in smscore_join_rules */
} smscore_split_rules;

/* Two columns in Arrow's layout. The caller has room for some rows: for one offset more than these, SMSCORE_MOBILE_BYTES
 * for each of them and the lines' size for the contents, both and SMSCORE_STORED_PAST more. */
enum { SMSCORE_MOBILE_BYTES = 18, SMSCORE_STORED_PAST = 32 };

typedef struct {
    void *mobile_offsets;
    uint8_t *mobiles;
    void *content_offsets;
    uint8_t *contents;
    uint64_t room;         /* rows, at least one */
    uint64_t rows;         /* so far, */
    uint64_t mobile_size;  /* and the bytes of their mobiles */
    uint64_t content_size; /* and contents: those of other lines may come before */
    uint64_t stopped_at;   /* the size of the lines, or where the row begins that cannot be read */
    uint32_t full;         /* there are more rows than there is room for */
} smscore_split;

/* How many CR LF there are: one less than rows at most. */
uint64_t smscore_count_breaks(const uint8_t *lines, uint64_t size, uint32_t portable);
/* Splits, checks and unescapes `mobile,content` rows up to the first that cannot be read. */
void smscore_split_lines(const smscore_split_rules *rules, const uint8_t *lines, uint64_t size, smscore_split *split);

/* ---- tables: columns that are ours, and that Arrow consumers may share ---------------------------------------------- */

typedef struct {
    const char *format;
    const char *name;
    int64_t null_count;
    int64_t n_buffers;
    int64_t sizes[3]; /* bytes of each buffer, or SMSCORE_NO_BUFFER */
    const void *buffers[3];
} smscore_column_parts;

enum { SMSCORE_NO_BUFFER = -1 };

/* One block of memory with everything in it: this head, the columns, their names and buffers. It counts who holds it,
 * from any thread and without Python, so it outlives whoever made it, and even the interpreter. */
typedef struct {
    int64_t holders;
    int64_t rows;
    int64_t n_columns;
    smscore_column_parts *columns;
    const void *no_nulls[1]; /* the buffers of the struct that all columns make together */
} smscore_table;

/* A table of columns like these, with buffers of such sizes, aligned as Arrow recommends and still to be filled; NULL
 * where memory has run out. Its maker holds it and drops it once. */
smscore_table *smscore_make_table(int64_t rows, const smscore_column_parts *shapes, int64_t count);
void smscore_drop_table(smscore_table *table);

/* The table, or one column of it, in a structure of the Arrow C data interface that holds the table; NULL where memory
 * has run out. It is freed by the capsule it is put into: see smscore_capsule_destructor(). */
enum { SMSCORE_ALL_COLUMNS = -1 };
struct ArrowSchema *smscore_lend_schema(smscore_table *table, int64_t column);
struct ArrowArray *smscore_lend_array(smscore_table *table, int64_t column);
struct ArrowArrayStream *smscore_lend_stream(smscore_table *table);

/* The addresses of a capsule's name and of its PyCapsule_Destructor. */
enum { SMSCORE_SCHEMA = 0, SMSCORE_ARRAY = 1, SMSCORE_STREAM = 2 };
uintptr_t smscore_capsule_name(int32_t kind);
uintptr_t smscore_capsule_destructor(int32_t kind);

/* ---- TMS containers (document 003, section 2.2): name, 00, unsigned 32-bit little-endian length, data ------------ */

typedef struct {
    const uint8_t *name;
    uint64_t name_size;
    const uint8_t *data;
    uint64_t data_size;
} smscore_element;

typedef struct {
    uint64_t name;
    uint64_t name_size;
    uint64_t data;
    uint64_t data_size;
} smscore_extent; /* offsets into the container */

uint64_t smscore_tms_bound(const smscore_element *elements, uint32_t count);
/* Returns the bytes written, or 0 with `fault` filled (an empty container is 0 with fault->code SMSCORE_OK). */
uint64_t smscore_pack_tms(const smscore_element *elements, uint32_t count, uint8_t *out, smscore_fault *fault);
/* Fills up to `room` extents; returns how many there are, with `fault` filled where the container is broken. */
uint32_t smscore_scan_tms(const uint8_t *data, uint64_t size, smscore_extent *extents, uint32_t room,
                          smscore_fault *fault);

/* ---- row-aware deflate (RFC 1951, RFC 1952) ---------------------------------------------------------------------- */

enum {
    SMSCORE_DENSE = 1, /* smaller, and slower */
    SMSCORE_INSIST = 2 /* never give up, however little rows have in common */
};

/* A context is memory of that size, aligned for uint64_t; it is prepared once and serves batch after batch. What it
 * did before makes no difference. `portable` is SMSCORE_ANYTHING, ... */
uint64_t smscore_deflate_context_size(void);
void smscore_deflate_init(void *context, uint32_t portable);

uint64_t smscore_deflate_bound(uint64_t size);
/* Compresses the lines of a batch, `rows` of them, at least one; ends[i] is where line i ends, and the next begins two
 * bytes further on. Returns the bytes of the gzip member, or 0 where another compressor does better (never with
 * SMSCORE_INSIST) or where size is 2^31 or more. */
uint64_t smscore_deflate(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                         uint32_t mode, uint8_t *out);

/* An order of the rows in which those of one template stand together, where the first of them stood; with many templates
 * a window of 32 KiB then holds rows that have something in common. `kinds` is room for a number for each row. 0 where
 * size is 2^31 or more. */
int32_t smscore_group_rows(void *context, const uint8_t *lines, uint64_t size, const uint32_t *ends, uint32_t rows,
                           uint32_t *order, uint32_t *kinds);

/* ---- a whole batch ------------------------------------------------------------------------------------------------ */

typedef struct {
    const smscore_join_rules *rules;
    smscore_seen *seen; /* room for all its mobiles, none of which may come twice */
    smscore_lines *lines;
    void *context;             /* prepared by smscore_deflate_init() */
    uint8_t *member;           /* room for the smscore_deflate_bound() of `lines->room` */
    uint64_t member_size;      /* once all rows are taken */
    const uint8_t *form_table; /* made by smscore_form_table() */
    uint32_t mode;      /* as smscore_deflate() takes it */
    uint32_t rows;      /* that there will be, at least one */
    uint32_t taken;     /* so far; 0 begins the batch */
    uint32_t following; /* rows that lie behind those of the batch */
} smscore_batch;

/* What smscore_press() in python.h says became of some rows: one is refused, or there may be no room for it; all were taken;
 * or the batch was given up, since another compressor does better. */
enum { SMSCORE_REFUSED = 0, SMSCORE_TAKEN = 1, SMSCORE_GIVEN_UP = 2 };

/* ---- inflate (RFC 1951) ------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t taken; /* bytes that the stream has */
    uint64_t size;  /* that it holds */
    uint32_t crc;   /* their checksum, of RFC 1952 */
} smscore_inflated;

/* As for deflate. */
uint64_t smscore_inflate_context_size(void);
void smscore_inflate_init(void *context, uint32_t portable);

/* Decompresses the stream that `data` begins with. Returns 0 where zlib would not read it to its end, or where it holds
 * more than `room` bytes; then `out` may hold anything. Nothing outside of `data` is read or of `out` written. */
int32_t smscore_inflate(void *context, const uint8_t *data, uint64_t size, uint8_t *out, uint64_t room,
                        smscore_inflated *found);

/* ---- batches: a stream straight to columns ------------------------------------------------------------------------- */

/* The first of the lines. */
typedef struct {
    uint64_t size;
    uint64_t breaks;
} smscore_glimpse;

uint64_t smscore_unpack_context_size(void);
void smscore_unpack_init(void *context, uint32_t portable);

/* Inflates and splits a piece at a time, so that lines are read while they are in the cache. First it is begun, to see how
 * many rows to make room for; then all are taken. `size` is what the stream holds, for which there is room. Returns 0
 * where smscore_inflate() would, or where the size is not that, or where there are rows that cannot be read or for which
 * there is no room; then nothing is known. */
int32_t smscore_unpack_begin(void *context, const uint8_t *data, uint64_t data_size, smscore_glimpse *seen);
int32_t smscore_unpack_rows(void *context, const smscore_split_rules *rules, uint64_t size, smscore_split *split,
                            smscore_inflated *found);
