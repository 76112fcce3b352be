package io.activationgateway.gateway.screening;

import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another policy would change in recorded traffic: counts alone.
 *
 * @param since how far back the record reaches
 * @param screened rows screened since then
 * @param recorded those in the record
 * @param decided those that both policies could decide again
 * @param features how many different ones there are among them
 * @param same rows whose answer stays
 * @param flips what is newly sent first, then by number of rows
 * @param columns seen that the other policy's catalogue does not know, with the rows of the batches that had them
 */
public record WhatIfReport(
        Instant since,
        long screened,
        long recorded,
        long decided,
        long features,
        long same,
        List<Flip> flips,
        Map<String, Long> columns) {

    private static final Comparator<Flip> MOST_URGENT_FIRST = Comparator.comparing(
                    (Flip flip) -> flip.kind().change())
            .thenComparing(Comparator.comparingLong(Flip::records).reversed())
            .thenComparing(flip -> flip.kind().destination())
            .thenComparing(flip -> flip.kind().purpose())
            .thenComparing(flip -> flip.kind().country())
            .thenComparing(flip -> flip.kind().before())
            .thenComparing(flip -> flip.kind().after());

    public WhatIfReport {
        flips = flips.stream().sorted(MOST_URGENT_FIRST).toList();
        columns = Map.copyOf(columns);
    }

    /** How an answer differs; the first is what to look at first. */
    public enum Change {
        NEWLY_SENT,
        NEWLY_WITHHELD,
        OTHER_REASON,
        OTHER_FIELDS,
        MISDIRECTED
    }

    /** Rows whose answer would be another in the same way. */
    public record Flip(Kind kind, long records) {

        /**
         * In which way.
         *
         * @param country empty where the rows name none
         * @param before {@code forward}, a reason's code, or {@code misdirected} and the region
         */
        public record Kind(
                Change change, String destination, String purpose, String country, String before, String after) {

            Flip times(long records) {
                return new Flip(this, records);
            }
        }
    }

    /** How many rows change in this way. */
    public long count(Change change) {
        return flips.stream()
                .filter(flip -> flip.kind().change() == change)
                .mapToLong(Flip::records)
                .sum();
    }

    /**
     * The same of the traffic of two nodes. A feature that both have counts twice; the record reaches back as far as that
     * which reaches back furthest.
     */
    public WhatIfReport plus(WhatIfReport other) {
        var kinds = Stream.concat(flips.stream(), other.flips.stream())
                .collect(Collectors.groupingBy(Flip::kind, summingLong(Flip::records)));
        return new WhatIfReport(
                since.isBefore(other.since) ? since : other.since,
                screened + other.screened,
                recorded + other.recorded,
                decided + other.decided,
                features + other.features,
                same + other.same,
                kinds.entrySet().stream()
                        .map(flip -> flip.getKey().times(flip.getValue()))
                        .toList(),
                Stream.concat(columns.entrySet().stream(), other.columns.entrySet().stream())
                        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum)));
    }
}
