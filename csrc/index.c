/*
 * The index as a whole, and index.h for who does not compile it in.
 *
 * A shard grows by being moved into a larger one, while the others stay as they are.
 */
#include "index.h"

int32_t smscore_find_place(const smscore_index *index, uint64_t key, smscore_place *where, int64_t *seen_in)
{
    return find_place(index, key, where, seen_in);
}

void smscore_take_place(const smscore_place *where, uint64_t key, uint32_t row) { take_place(where, key, row); }

int smscore_has_room(const smscore_index *index, uint32_t rows)
{
    for (uint32_t i = 0; i < 1u << index->shard_bits; i++)
        if (index->shards[i].room - index->shards[i].used < rows)
            return 0;
    return 1;
}

void smscore_rehash(const smscore_shard *from, smscore_shard *to, uint32_t shard_bits)
{
    for (uint32_t i = 0; i < from->slots; i++) {
        if (from->keys[i] == 0)
            continue;
        uint32_t slot = search(to, home_in(to, hash_of(from->keys[i]), shard_bits), from->keys[i]);
        to->keys[slot] = from->keys[i];
        to->rows[slot] = from->rows[i];
    }
    to->used = from->used;
}
