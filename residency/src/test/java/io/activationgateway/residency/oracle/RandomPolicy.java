package io.activationgateway.residency.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A policy drawn from a seed: some of the law packs that ship, changed here and there, a law of its own, and regions,
 * purposes, columns and destinations. It is text, as a customer would write it, and fits the schemas.
 */
record RandomPolicy(long seed, TreeMap<String, String> files, PolicyText text, List<String> columns, Instant start) {

    private static final List<String> SMALLER_PACKS = List.of("uk-gdpr", "fadp", "ccpa", "lgpd", "ru-152fz");
    private static final Pattern DECISION = Pattern.compile("(?m)^( +)type: [A-Z_]+$");
    private static final Pattern ENDLESS = Pattern.compile("(?m)^( +)validFrom: \\S+$(?!\\s+validTo)");

    static RandomPolicy of(long seed) {
        return new Drawing(seed).policy(true);
    }

    /** One whose rules are those of the packs, and a law of its own that lets most pass: no rule contradicts the law. */
    static RandomPolicy lawful(long seed) {
        return new Drawing(seed).policy(false);
    }

    /** The names of the documents of a kind. */
    List<String> names(String kind) {
        return text.all(kind).stream().map(document -> document.text("name")).toList();
    }

    private static final class Drawing {

        private final long seed;
        private final Draw draw;
        private final LocalDate today;
        private final TreeMap<String, String> files = new TreeMap<>();

        Drawing(long seed) {
            this.seed = seed;
            this.draw = new Draw(seed);
            this.today = LocalDate.of(2026, 11, 20).plusDays(draw.between(-200, 400));
        }

        RandomPolicy policy(boolean anyRules) {
            List<String> packs = new ArrayList<>(draw.each(List.of("gdpr", "kvkk"), 80));
            packs.addAll(draw.each(SMALLER_PACKS, 30));
            packs.forEach(this::pack);
            var ownLaw = new RandomLaw(draw, today);
            ownLaw.documents().forEach(this::add);
            List<String> laws = new ArrayList<>(packs);
            laws.add(ownLaw.name());
            var rules = new RandomRules(draw);
            for (int i = 0; anyRules && i < draw.between(4, 12); i++) {
                add(rules.any(draw.percent(70) ? ownLaw.name() : draw.of(laws), i));
            }
            List<Sheet> heads = PolicyText.of(files.values()).all("Jurisdiction");
            new RandomRegions(draw, countries(heads)).documents().forEach(this::add);
            new RandomPurposes(draw).documents().forEach(this::add);
            var catalogue = new RandomCatalogue(draw);
            add(catalogue.document());
            var mechanisms = new RandomMechanisms(draw, heads);
            var destinations = new RandomDestinations(draw, catalogue, mechanisms);
            for (int i = 0; i < 6; i++) {
                add(destinations.any("to-" + (char) ('a' + i), today));
            }
            var start = today.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(draw.between(0, 86_399));
            return new RandomPolicy(seed, files, PolicyText.of(files.values()), catalogue.columns(), start);
        }

        private static List<String> countries(List<Sheet> laws) {
            return laws.stream()
                    .flatMap(law -> law.texts("territory").stream())
                    .map(place -> place.equals("EEA") || place.equals("EU") ? "DE" : place)
                    .toList();
        }

        private void add(Writing document) {
            files.put(String.format("%03d.yaml", files.size()), document.yaml());
        }

        private void pack(String name) {
            for (String line : resource("packs/index.txt").lines().toList()) {
                if (line.startsWith("packs/" + name + "/")) {
                    String text = resource(line);
                    if (line.endsWith("jurisdiction.yaml")) {
                        files.put(line, changed(text));
                    } else if (!draw.percent(4)) {
                        files.put(line, text);
                    }
                }
            }
        }

        /** Another choice of policy, and decisions that a court or a date has touched. */
        private String changed(String jurisdiction) {
            String text = draw.percent(30)
                    ? jurisdiction.replace("strictNotification: false", "strictNotification: true")
                    : jurisdiction;
            text = text.replace("maxListingAgeDays: 30", "maxListingAgeDays: " + draw.between(5, 60));
            text = DECISION.matcher(text)
                    .replaceAll(found -> found.group()
                            + (draw.percent(7) ? added(found, "status", draw.of("SUSPENDED", "ANNULLED")) : ""));
            return ENDLESS.matcher(text)
                    .replaceAll(found ->
                            found.group() + (draw.percent(30) ? added(found, "validTo", draw.day(today, 2, 40)) : ""));
        }

        private static String added(MatchResult line, String key, String value) {
            return "\n" + line.group(1) + key + ": " + value;
        }

        private static String resource(String name) {
            try (InputStream in = RandomPolicy.class.getClassLoader().getResourceAsStream(name)) {
                if (in == null) {
                    throw new AssertionError("no resource " + name);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
