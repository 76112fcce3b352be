package io.activationgateway.connectors.hubspot;

import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.Sent;
import java.util.Arrays;

/** A draft in which nobody is named twice, for that is an error here: who comes again begins the next request. */
final class OnceDraft implements Draft {

    private final Draft draft;
    private final Naming naming;
    private final JsonBytes name = new JsonBytes(256);
    private long[] hashes = new long[128];

    OnceDraft(Draft draft, Naming naming) {
        this.draft = draft;
        this.naming = naming;
    }

    @Override
    public Addition add(OutgoingRecord record) {
        name.truncate(0);
        if (naming.write(record, name) != null) {
            return draft.add(record);
        }
        long hash = hash();
        // Two names that share a hash only part: the second goes with the next request.
        for (int i = 0; i < draft.records(); i++) {
            if (hashes[i] == hash) {
                return Full.FULL;
            }
        }
        int before = draft.records();
        var addition = draft.add(record);
        if (draft.records() > before) {
            if (before == hashes.length) {
                hashes = Arrays.copyOf(hashes, before * 2);
            }
            hashes[before] = hash;
        }
        return addition;
    }

    @Override
    public int records() {
        return draft.records();
    }

    @Override
    public int bytes() {
        return draft.bytes();
    }

    @Override
    public Sent finish() {
        return draft.finish();
    }

    /** FNV-1a of the name's bytes, letters of an address in lower case. */
    private long hash() {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            int b = name.at(i);
            if (naming.isEmail() && b >= 'A' && b <= 'Z') {
                b += 'a' - 'A';
            }
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
