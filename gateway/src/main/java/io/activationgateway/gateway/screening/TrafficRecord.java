package io.activationgateway.gateway.screening;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.register.ConsentView;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this node has decided lately, as a count for each distinct feature: nothing in it is about a person. It holds two
 * generations of at most half the permitted features each; when the younger is full, the older is forgotten. Each event
 * loop counts for itself and takes its own lock once a batch, which nobody else wants but who reads the record.
 */
public final class TrafficRecord {

    /** Column names that may stand in a report; another may be anything, an address or a number even. */
    private static final Pattern COLUMN = Pattern.compile("(?!.*[0-9]{6})[A-Za-z_][A-Za-z0-9_.-]{0,39}");

    /** The most column names of one source. */
    private static final int COLUMNS = 1_000;

    private static final int LONGEST_CODE = 6;

    private final int half;
    private final ConsentView view;
    private final InstantSource clock;
    private final AtomicInteger room;
    private volatile Age age;
    private final List<Recorder> recorders = new ArrayList<>();

    /** Which generation is being written, since when, and since when the one before it was. */
    private record Age(int number, Instant began, Instant reaches) {}

    /**
     * @param features how many different ones are kept at most
     * @param view the register in which profiles have their numbers
     */
    public TrafficRecord(int features, ConsentView view, InstantSource clock) {
        this.half = Math.max(1, features / 2);
        this.view = view;
        this.clock = clock;
        this.room = new AtomicInteger(half);
        var now = clock.instant();
        this.age = new Age(0, now, now);
    }

    /** What a batch is sent for, and by whom. */
    public record Errand(String source, String destination, String purpose, Direction direction, String controller) {}

    /** A recorder for one event loop. */
    public synchronized Recorder recorder() {
        var recorder = new Recorder();
        recorders.add(recorder);
        return recorder;
    }

    /**
     * What was recorded.
     *
     * @param since how far back it reaches
     * @param screened how many rows were screened since then
     * @param columns names that the catalogue does not know, with the rows of the batches that had them
     */
    record Recorded(Instant since, long screened, Map<Feature, Long> counts, Map<String, Long> columns) {

        long rows() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Everything that all event loops have recorded. */
    synchronized Recorded all() {
        var now = age;
        var counts = new HashMap<Feature, Long>();
        var columns = new TreeMap<String, Long>();
        long screened = 0;
        for (var recorder : recorders) {
            screened += recorder.addTo(counts, columns, now.number());
        }
        return new Recorded(now.reaches(), screened, counts, columns);
    }

    /** By source, the names of the columns that it sent and the catalogue of the moment did not know. */
    public synchronized Map<String, Set<String>> columns() {
        var names = new TreeMap<String, Set<String>>();
        recorders.forEach(recorder -> recorder.addTo(names, age.number()));
        return names;
    }

    /** Begins a generation where the one that was full is still the youngest. */
    private synchronized void turn(int full) {
        var now = age;
        if (now.number() == full) {
            age = new Age(full + 1, clock.instant(), now.began());
            room.set(half);
        }
    }

    private static final class Generation {
        private int number;
        private final Map<Feature, long[]> counts = new HashMap<>();

        /** By source and name, the rows of the batches that had the column. */
        private final Map<String, Map<String, long[]>> columns = new HashMap<>();

        private long screened;

        Generation(int number) {
            this.number = number;
        }
    }

    /** Counts the rows of one event loop. */
    public final class Recorder {

        private Generation older = new Generation(-1);
        private Generation younger = new Generation(0);

        private Recorder() {}

        /** Counts the rows of a batch that was just screened; rows with a fault were never decided. */
        public synchronized void add(ScreenedBatch batch, Errand errand) {
            catchUp(age.number());
            var rows = batch.rows();
            var stream = stream(batch, errand, errand.direction());
            var recall = stream(batch, errand, Direction.RECALL);
            for (int row = 0; row < rows.size(); row++) {
                var verdict = batch.verdict(row);
                if (verdict != null) {
                    younger.screened++;
                    count(feature(batch.recalled().rows().get(row) ? recall : stream, batch, row, verdict));
                }
            }
            columns(rows, errand.source());
        }

        private static Stream stream(ScreenedBatch batch, Errand errand, Direction direction) {
            return new Stream(
                    errand.destination(),
                    errand.purpose(),
                    direction,
                    errand.controller(),
                    batch.table().catalogue());
        }

        private void count(Feature feature) {
            var counted = younger.counts.get(feature);
            if (counted == null) {
                if (room.getAndDecrement() <= 0) {
                    turn(younger.number);
                    return;
                }
                counted = new long[1];
                younger.counts.put(feature, counted);
            }
            counted[0]++;
        }

        private void columns(Rows rows, String source) {
            for (int number = 0; number < rows.names(); number++) {
                if (rows.catalogueNumber(number) == FieldNames.UNKNOWN) {
                    column(rows.name(number), rows.size(), source);
                }
            }
        }

        private void column(String name, int rows, String source) {
            var known = younger.columns.computeIfAbsent(source, _ -> new HashMap<>());
            var counted = known.get(name);
            if (counted == null) {
                if (known.size() == COLUMNS || !COLUMN.matcher(name).matches()) {
                    return;
                }
                counted = new long[1];
                known.put(name, counted);
            }
            counted[0] += rows;
        }

        private void catchUp(int number) {
            if (younger.number == number) {
                return;
            }
            older = younger.number == number - 1 ? younger : new Generation(number - 1);
            younger = new Generation(number);
        }

        private synchronized long addTo(Map<Feature, Long> counts, Map<String, Long> columns, int number) {
            catchUp(number);
            for (var generation : List.of(older, younger)) {
                generation.counts.forEach((feature, count) -> counts.merge(feature, count[0], Long::sum));
                generation
                        .columns
                        .values()
                        .forEach(names -> names.forEach((name, count) -> columns.merge(name, count[0], Long::sum)));
            }
            return older.screened + younger.screened;
        }

        private synchronized void addTo(Map<String, Set<String>> names, int number) {
            catchUp(number);
            for (var generation : List.of(older, younger)) {
                generation.columns.forEach((source, columns) ->
                        names.computeIfAbsent(source, _ -> new TreeSet<>()).addAll(columns.keySet()));
            }
        }
    }

    private Feature feature(Stream stream, ScreenedBatch batch, int row, Verdict verdict) {
        var text = batch.rows().country(row);
        var country = text != null && isCode(text) ? text : null;
        var facts = batch.facts(row);
        return switch (verdict) {
            case Verdict.Forward _ -> new Feature(stream, country, person(facts), true, null);
            case Verdict.Withhold withhold ->
                new Feature(
                        stream, country, person(facts), false, withhold.reason().reason());
            case Verdict.Misdirected misdirected ->
                new Feature(
                        stream,
                        country,
                        person(facts),
                        false,
                        misdirected.reason().reason());
        };
    }

    /** What is no country's or subdivision's code may be anything, and has no home anyway. */
    private static boolean isCode(String text) {
        return text.length() == 2
                ? isLetter(text.charAt(0)) && isLetter(text.charAt(1))
                : text.length() <= LONGEST_CODE && ConsentEvent.isCountry(text);
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private Feature.@Nullable Person person(@Nullable RowFacts facts) {
        if (facts == null) {
            return null;
        }
        int[] profiles = new int[facts.count()];
        int known = 0;
        boolean contactUnknown = false;
        for (int i = 0; i < facts.count(); i++) {
            int number = view.find(facts.generation(), facts.keys()[2 * i], facts.keys()[2 * i + 1]);
            if (number != ConsentView.UNKNOWN) {
                profiles[known++] = number;
            } else {
                contactUnknown |= i == facts.contact();
            }
        }
        return new Feature.Person(
                distinct(profiles, known), known > 0 && contactUnknown, facts.age(), facts.signals(), facts.shape());
    }

    private static int[] distinct(int[] numbers, int count) {
        if (count <= 1) {
            return Arrays.copyOf(numbers, count);
        }
        Arrays.sort(numbers, 0, count);
        int distinct = 1;
        for (int i = 1; i < count; i++) {
            if (numbers[i] != numbers[distinct - 1]) {
                numbers[distinct++] = numbers[i];
            }
        }
        return Arrays.copyOf(numbers, distinct);
    }
}
