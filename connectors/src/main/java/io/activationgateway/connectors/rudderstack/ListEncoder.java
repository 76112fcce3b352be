package io.activationgateway.connectors.rudderstack;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Moment;
import io.activationgateway.connectors.NamedUuids;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.segment.Dialect;
import io.activationgateway.consent.identity.IdentifierType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one {@code audiencelist} call with one member, as the advertising destinations behind RudderStack take them. */
final class ListEncoder implements BatchDraft.Encoder {

    private final NamedUuids messageIds;
    private final Dialect dialect;
    private final List<Map.Entry<IdentifierType, String>> fields;
    private final String who;
    private final String list;
    private final Moment since;
    private final byte[] consented;
    private final byte[] otherwise;

    /** {@code fields} is what the destination behind calls an identifier. */
    ListEncoder(Attempt attempt, NamedUuids messageIds, Dialect dialect, Map<IdentifierType, String> fields) {
        this.messageIds = messageIds;
        this.dialect = dialect;
        this.fields =
                fields.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        // A list has no user; RudderStack wants one all the same.
        this.who = "gateway-" + attempt.requireAudience();
        this.list = attempt.operation() == Operation.ADD ? "add" : "remove";
        this.since = Moment.of(attempt.since());
        this.consented = consent(attempt, true);
        this.otherwise = consent(attempt, false);
    }

    /** Who leaves is told to every list: no consent stands between a removal and the tools behind. */
    private byte[] consent(Attempt attempt, boolean given) {
        var text = attempt.operation() == Operation.REMOVE ? "" : dialect.consent(attempt, given);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable VendorCode encode(OutgoingRecord record, JsonBytes out) {
        out.ascii("{\"type\":\"audiencelist\",\"messageId\":");
        messageIds.write(record.dedupeKey(), out);
        out.ascii(",\"userId\":").string(who);
        dialect.times(since, out);
        out.ascii(",\"properties\":{\"listData\":{\"").ascii(list).ascii("\":[{");
        int start = out.length();
        for (int i = 0; i < fields.size(); i++) { // an iterator for every row would be garbage
            var entry = fields.get(i);
            int field = record.identifier(entry.getKey());
            int before = out.length();
            out.ascii(before > start ? "," : "").string(entry.getValue()).ascii(":");
            if (field < 0 || !Fields.writeText(record, field, out)) {
                out.truncate(before);
            }
        }
        if (out.length() == start) {
            return VendorCode.IDENTIFIER_MISSING;
        }
        out.ascii("}]}}");
        var consent = record.consented() ? consented : otherwise;
        if (consent.length > 0) {
            out.ascii(",\"context\":{").raw(consent, 0, consent.length).ascii("}");
        }
        out.ascii("}");
        return null;
    }
}
