package io.activationgateway.gateway.ledger;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ledger.LedgerEntry.Attempt;
import io.activationgateway.gateway.ledger.LedgerEntry.Decided;
import io.activationgateway.gateway.ledger.LedgerEntry.Intent;
import io.activationgateway.gateway.ledger.LedgerEntry.Outcome;
import io.activationgateway.gateway.ledger.LedgerEntry.Plan;
import io.activationgateway.gateway.ledger.LedgerEntry.Restart;
import io.activationgateway.gateway.ledger.LedgerEntry.Snapshot;
import io.activationgateway.gateway.ledger.LedgerEntry.Way;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Turns entries into leaves, the bytes that the package description shows. Not thread-safe. */
final class LeafWriter {

    /** What the two bytes before an entry of a bundle can count. */
    static final int LARGEST = 65_535;

    private static final int LONGEST_END = "],\"last\":false}".length();
    private static final int MOST_PLANS = 65_536;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final JsonBytes json = new JsonBytes(LARGEST + 1_024);
    private final byte[] hex = new byte[32];
    private final Map<Plan, Long> plans = new HashMap<>();
    private List<byte[]> leaves = new ArrayList<>();
    private long next;

    /** @param next the number of the next leaf */
    LeafWriter(long next) {
        this.next = next;
    }

    /** The leaves written since the last call. */
    List<byte[]> take() {
        var taken = leaves;
        leaves = new ArrayList<>();
        return taken;
    }

    /**
     * Writes an entry, the plans it is the first to use before it. An entry that cannot be written leaves no trace.
     *
     * @return the number of the entry's first leaf
     */
    long write(LedgerEntry entry) {
        int before = leaves.size();
        long first = next;
        try {
            return switch (entry) {
                case Intent intent -> intent(intent);
                case Decided decided -> decided(decided);
                case Outcome outcome -> outcome(outcome);
                case Restart restart -> restart(restart);
            };
        } catch (RuntimeException unwritable) {
            leaves.subList(before, leaves.size()).clear();
            plans.values().removeIf(number -> number >= first);
            next = first;
            throw unwritable;
        }
    }

    private long restart(Restart restart) {
        long number = next;
        json.truncate(0);
        open("restart", restart);
        json.ascii(",\"version\":")
                .number(restart.version())
                .ascii(",\"cut\":")
                .number(restart.cut())
                .ascii("}");
        leaf();
        return number;
    }

    private long intent(Intent intent) {
        var records = intent.records();
        long[] numbers = new long[records.plans().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = plan(records.plans().get(i), intent);
        }
        return parts(
                () -> {
                    open("intent", intent);
                    attempt(intent.attempt());
                    way(intent.way());
                    snapshot(intent.snapshot());
                },
                "records",
                records.size(),
                record -> {
                    json.ascii("[").number(records.index(record)).ascii(",");
                    pseudonym(records.keyHigh(record), records.keyLow(record));
                    json.ascii(",").number(numbers[records.plan(record)]).ascii("]");
                });
    }

    private long decided(Decided decided) {
        var records = decided.records();
        return parts(
                () -> {
                    open("decided", decided);
                    json.ascii(",\"activation\":").string(decided.activation());
                    way(decided.way());
                    snapshot(decided.snapshot());
                },
                "records",
                records.size(),
                record -> {
                    json.ascii("[").number(records.index(record)).ascii(",");
                    if (records.known(record)) {
                        pseudonym(records.keyHigh(record), records.keyLow(record));
                    } else {
                        json.ascii("null");
                    }
                    end(records, record);
                    json.ascii("]");
                });
    }

    private long outcome(Outcome outcome) {
        var records = outcome.records();
        long[] numbers = new long[records.size()];
        for (int record = 0; record < numbers.length; record++) {
            var plan = records.plan(record);
            numbers[record] = plan == null ? -1 : plan(plan, outcome);
        }
        return parts(
                () -> {
                    open("outcome", outcome);
                    attempt(outcome.attempt());
                    var check = outcome.check();
                    json.ascii(",\"checked\":");
                    json.ascii(check == null ? "null" : Long.toString(check.instant()));
                    position(check == null ? null : check.consent());
                },
                "records",
                records.size(),
                record -> {
                    json.ascii("[").number(records.index(record));
                    end(records, record);
                    if (numbers[record] >= 0) {
                        json.ascii(",").number(numbers[record]);
                    }
                    json.ascii("]");
                });
    }

    /** The leaf that defines the plan, written now where there is none since the last restart. */
    private long plan(Plan plan, LedgerEntry user) {
        var known = plans.get(plan);
        if (known != null) {
            return known;
        }
        if (plans.size() == MOST_PLANS) {
            plans.clear();
        }
        long number = parts(() -> open("plan", user), "fields", plan.fields().size(), i -> {
            var field = plan.fields().get(i);
            json.ascii("[").string(field.name()).ascii(",\"");
            json.ascii(field.action().code()).ascii("\"]");
        });
        plans.put(plan, number);
        return number;
    }

    /** Writes as many leaves as the items need, at least one, each with the same head. */
    private long parts(Runnable head, String list, int count, IntConsumer item) {
        long first = next;
        int part = 0;
        int i = 0;
        do {
            json.truncate(0);
            head.run();
            json.ascii(",\"part\":").number(part++).ascii(",\"").ascii(list).ascii("\":[");
            int begin = i;
            while (i < count) {
                int mark = json.length();
                if (i > begin) {
                    json.ascii(",");
                }
                item.accept(i);
                if (json.length() > LARGEST - LONGEST_END) {
                    if (i == begin) {
                        throw new IllegalArgumentException("item " + i + " of " + list + " does not fit into a leaf");
                    }
                    json.truncate(mark);
                    break;
                }
                i++;
            }
            json.ascii("],\"last\":").ascii(i == count ? "true" : "false").ascii("}");
            leaf();
        } while (i < count);
        return first;
    }

    private void leaf() {
        leaves.add(json.toByteArray());
        next++;
    }

    private void open(String type, LedgerEntry entry) {
        json.ascii("{\"t\":\"")
                .ascii(type)
                .ascii("\",\"at\":\"")
                .ascii(entry.at().toString())
                .ascii("\"");
    }

    private void attempt(Attempt attempt) {
        json.ascii(",\"activation\":").string(attempt.activation());
        json.ascii(",\"attempt\":").number(attempt.number());
        json.ascii(",\"request\":").string(attempt.request());
    }

    private void way(Way way) {
        json.ascii(",\"source\":").string(way.source());
        json.ascii(",\"destination\":").string(way.destination());
        json.ascii(",\"purpose\":").string(way.purpose());
        json.ascii(",\"operation\":\"").ascii(way.operation().wireName());
        json.ascii("\",\"sandbox\":").ascii(way.sandbox() ? "true" : "false");
    }

    private void snapshot(Snapshot snapshot) {
        json.ascii(",\"policy\":").number(snapshot.policyVersion());
        json.ascii(",\"digest\":").string(snapshot.policyDigest());
        position(snapshot.consent());
    }

    private void position(@Nullable Position position) {
        json.ascii(",\"epoch\":").ascii(position == null ? "null" : Long.toString(position.epoch()));
        json.ascii(",\"consent\":").ascii(position == null ? "null" : Long.toString(position.sequence()));
    }

    private void end(EndedRecords records, int record) {
        json.ascii(",\"").ascii(records.end(record).wireName());
        json.ascii("\",\"").ascii(records.code(record)).ascii("\"");
    }

    private void pseudonym(long high, long low) {
        for (int i = 0; i < 16; i++) {
            hex[i] = HEX[(int) (high >>> (60 - 4 * i)) & 0xf];
            hex[16 + i] = HEX[(int) (low >>> (60 - 4 * i)) & 0xf];
        }
        json.ascii("\"").raw(hex, 0, hex.length).ascii("\"");
    }
}
