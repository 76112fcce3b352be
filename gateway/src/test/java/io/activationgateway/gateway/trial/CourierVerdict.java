package io.activationgateway.gateway.trial;

import io.activationgateway.gateway.trial.Posted.Act;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway says became of the records it accepted, held against what the vendors heard (promise P3).
 *
 * @param records how many were accepted
 * @param outcomes how many ended in each way
 * @param twice records that a vendor without keys heard again
 * @param prevented records that came again under a key by which the vendor knew them
 * @param again records of answers at once that the gateway said again, under another key, after an older one on its way
 * @param unsettled removals after which an older addition was heard that did not end as forwarded
 * @param violations what must not happen
 */
record CourierVerdict(
        int records,
        Map<String, Integer> outcomes,
        int twice,
        int prevented,
        int again,
        int unsettled,
        List<String> violations) {

    /** The ends that say that no vendor has the record. */
    private static final Set<String> DENYING = Set.of("failed", "withheld", "misdirected", "superseded");

    /** A row of what was posted. */
    private record Row(Posted posted, int index) {

        int person() {
            return posted.batch().people().get(index);
        }

        String outcome() {
            return posted.outcomes().getOrDefault(index, "nothing");
        }

        boolean isForwarded() {
            return posted.isForwarded(index);
        }

        String name() {
            var batch = posted.batch();
            return batch.act().name().toLowerCase(Locale.ROOT) + " " + batch.key(index) + " to " + batch.destination()
                    + (batch.queued() ? " (queued)" : " (answered at once)");
        }
    }

    /**
     * Judges.
     *
     * @param heard what each vendor heard, in order
     * @param keyed the vendors that know a repetition by its key
     */
    static CourierVerdict of(List<Posted> posted, Map<String, List<Word>> heard, Set<String> keyed) {
        var judge = new Judge(posted);
        judge.counts();
        heard.forEach((destination, words) -> judge.vendor(destination, words, keyed.contains(destination)));
        return new CourierVerdict(
                judge.records,
                judge.outcomes,
                judge.twice,
                judge.prevented,
                judge.again,
                judge.unsettled,
                List.copyOf(judge.violations));
    }

    private static final class Judge {

        private final List<Posted> posted;
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private final List<String> violations = new ArrayList<>();
        private int records;
        private int twice;
        private int prevented;
        private int again;
        private int unsettled;

        Judge(List<Posted> posted) {
            this.posted = posted;
            for (var each : posted) {
                for (int index = 0; index < each.batch().people().size(); index++) {
                    rows.put(each.batch().key(index), new Row(each, index));
                }
            }
        }

        /** Every record has exactly one end, and the counts say the same as the results. */
        void counts() {
            for (var each : posted) {
                var batch = each.batch();
                int size = batch.people().size();
                records += size;
                var counted = new TreeMap<>(each.counts());
                int received = counted.getOrDefault("received", 0);
                counted.remove("received");
                counted.values().removeIf(count -> count == 0);
                int sum = counted.values().stream().mapToInt(Integer::intValue).sum();
                if (received != size || sum != size) {
                    violations.add("%s to %s: %d rows, received %d, its outcomes sum to %d"
                            .formatted(batch.id(), batch.destination(), size, received, sum));
                }
                var told = new TreeMap<String, Integer>();
                each.outcomes().values().forEach(outcome -> told.merge(outcome, 1, Integer::sum));
                if (!told.equals(counted)) {
                    violations.add("%s to %s: its counts are %s, its results %s"
                            .formatted(batch.id(), batch.destination(), counted, told));
                }
                told.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            }
        }

        void vendor(String destination, List<Word> words, boolean keyed) {
            var known = new HashSet<String>();
            var taken = new ArrayList<Word>();
            for (var word : words) {
                if (known.add(word.key()) || !keyed) {
                    taken.add(word);
                }
            }
            int repetitions = words.size() - known.size();
            twice += keyed ? 0 : repetitions;
            prevented += keyed ? repetitions : 0;
            for (var row : rows.values()) {
                var batch = row.posted().batch();
                if (batch.destination().equals(destination)
                        && row.isForwarded()
                        && !known.contains(batch.key(row.index()))) {
                    violations.add(row.name() + " is forwarded, and the vendor never had it");
                }
            }
            denied(destination, known);
            order(words);
            removals(destination, taken);
        }

        /**
         * What a vendor took ends as forwarded or uncertain; that a later one took its place does not unsay it. Of what is
         * answered at once nobody knows whether a gateway that died before it answered had sent it already.
         */
        private void denied(String destination, Set<String> known) {
            for (var row : rows.values()) {
                var batch = row.posted().batch();
                var outcome = row.outcome();
                if (batch.queued()
                        && batch.destination().equals(destination)
                        && DENYING.contains(outcome)
                        && known.contains(batch.key(row.index()))) {
                    violations.add(row.name() + " is " + outcome + ", and the vendor has it");
                }
            }
        }

        /** Of one person, an earlier queued record is not heard any more when a later one has been. */
        private void order(List<Word> words) {
            var latest = new HashMap<Integer, Row>();
            for (var word : words) {
                var row = rows.get(word.key());
                if (row == null
                        || row.person() == Posted.PASSING
                        || !row.posted().batch().queued()) {
                    continue;
                }
                var other = latest.get(row.person());
                if (other == null
                        || other.posted().batch().turn() <= row.posted().batch().turn()) {
                    latest.put(row.person(), row);
                } else {
                    violations.add(row.name() + " was heard after the later " + other.name());
                }
            }
        }

        /** After a removal that was forwarded, no older addition is the last word. */
        private void removals(String destination, List<Word> taken) {
            var people = people(taken);
            var last = new HashMap<Integer, Row>();
            for (var word : taken) {
                var row = rows.get(word.key());
                int person = people.getOrDefault(word.person(), Posted.PASSING);
                if (row == null) {
                    again++;
                    row = saidBefore(destination, word, person);
                }
                if (row == null) {
                    violations.add(
                            destination + " heard " + word.operation() + " " + word.key() + ", which nobody posted");
                } else if (person != Posted.PASSING) {
                    last.put(person, row);
                }
            }
            last.forEach((person, row) -> {
                var removal = newest(destination, Act.REMOVE, person, false);
                var word = row.posted().batch();
                if (word.act() != Act.ADD
                        || removal == null
                        || removal.posted().batch().turn() < word.turn()) {
                    return;
                }
                if (row.isForwarded()) {
                    violations.add(row.name() + " undid the later " + removal.name());
                } else {
                    unsettled++;
                }
            });
        }

        private Map<String, Integer> people(List<Word> taken) {
            var people = new HashMap<String, Integer>();
            for (var word : taken) {
                var row = rows.get(word.key());
                if (row != null) {
                    people.put(word.person(), row.person());
                }
            }
            return people;
        }

        /** What the gateway may say again under a key of its own: the newest that it answered at once as forwarded. */
        private @Nullable Row saidBefore(String destination, Word word, int person) {
            return switch (word.operation()) {
                case "add" -> newest(destination, Act.ADD, person, true);
                case "remove" -> newest(destination, Act.REMOVE, person, true);
                default -> null;
            };
        }

        private @Nullable Row newest(String destination, Act act, int person, boolean atOnce) {
            Row newest = null;
            for (var row : rows.values()) {
                var batch = row.posted().batch();
                if (batch.destination().equals(destination)
                        && batch.act() == act
                        && row.person() == person
                        && row.isForwarded()
                        && !(atOnce && batch.queued())
                        && (newest == null || newest.posted().batch().turn() <= batch.turn())) {
                    newest = row;
                }
            }
            return newest;
        }
    }
}
