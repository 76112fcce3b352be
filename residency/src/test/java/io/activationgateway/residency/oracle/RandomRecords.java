package io.activationgateway.residency.oracle;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.Objection;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.signal.SignalClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Draws records and the persons they are about: most are ordinary, so that late stages decide too. */
final class RandomRecords {

    private static final int PERSONS = 40;
    private static final List<String> BRANDS = List.of("acme", "acme", "acme", "globex");

    private final RandomPolicy policy;
    private final Draw draw;
    private final Map<String, List<ConsentProfile>> persons = new HashMap<>();
    private final List<String> controllers = new ArrayList<>();
    private final Map<String, List<String>> homes = new HashMap<>();

    RandomRecords(RandomPolicy policy, Draw draw) {
        this.policy = policy;
        this.draw = draw;
        for (Sheet region : policy.text().all("Region")) {
            List<String> countries = region.texts("homes").stream()
                    .flatMap(home -> switch (home) {
                        case "EEA" -> List.of("DE", "DE", "SE", "FR", "AT", "IE", "NO", "PL").stream();
                        case "US" -> List.of("US", "US-CA", "US-CA", "US-NY").stream();
                        default -> List.of(home).stream();
                    })
                    .toList();
            for (Sheet controller : region.sheets("controllers")) {
                controllers.add(controller.text("name"));
                homes.put(controller.text("name"), countries);
            }
        }
    }

    /** Often the one before with one thing changed, so that what is remembered of one is at hand for the other. */
    Question next(@Nullable Question before, Instant at) {
        return before == null || draw.percent(55) ? next(at) : like(before, at);
    }

    private Question like(Question before, Instant at) {
        Question fresh = next(at);
        int changed = draw.between(0, 8);
        return new Question(
                before.controller(),
                changed == 0 ? fresh.destination() : before.destination(),
                before.purpose(),
                changed == 1 != before.removal(),
                changed == 8 != before.disclosed(),
                changed == 2 ? fresh.country() : before.country(),
                changed == 3 ? fresh.age() : before.age(),
                changed == 4 ? person(before.purpose(), before.country()) : before.person(),
                changed == 5 ? draw.of(SignalClass.values()) : before.signals(),
                changed == 6 || changed == 7 ? toggled(before.columns()) : before.columns(),
                at);
    }

    private Set<String> toggled(Set<String> columns) {
        var toggled = new TreeSet<>(columns);
        String column = draw.of(policy.columns());
        if (!toggled.remove(column)) {
            toggled.add(column);
        }
        return toggled;
    }

    Question next(Instant at) {
        String controller = draw.percent(1) ? "nobody" : draw.of(controllers);
        String purpose = draw.percent(1) ? "nothing" : draw.of(policy.names("Purpose"));
        String destination = draw.percent(1) ? "nowhere" : draw.of(policy.names("Destination"));
        String country = country(controller);
        return new Question(
                controller,
                destination,
                purpose,
                draw.percent(10),
                draw.percent(50),
                country,
                age(),
                draw.percent(5) ? null : person(purpose, country),
                signals(),
                columns(destination),
                at);
    }

    /** The same record for another person. */
    Question another(Question question) {
        return question.of(person(question.purpose(), question.country()));
    }

    private @Nullable String country(String controller) {
        int lot = draw.between(0, 99);
        if (lot < 86 && homes.containsKey(controller)) {
            return draw.of(homes.getOrDefault(controller, List.of()));
        }
        if (lot < 97) {
            return draw.of("DE", "TR", "GB", "US", "US-CA", "RU", "BR", "CH");
        }
        return lot == 97 ? null : draw.of("ZA", "US-NY");
    }

    private AgeBand age() {
        return draw.percent(55) ? AgeBand.ADULT : draw.of(AgeBand.values());
    }

    private SignalClass signals() {
        return draw.percent(84)
                ? SignalClass.CLEAR
                : draw.percent(40) ? SignalClass.OPTED_OUT : draw.of(SignalClass.values());
    }

    private Set<String> columns(String destination) {
        var columns = new TreeSet<String>();
        if (draw.percent(6)) {
            columns.add("visitors");
        } else {
            columns.addAll(draw.each(policy.columns(), draw.of(10, 25, 50)));
        }
        policy.text().find("Destination", destination).ifPresent(needs -> {
            if (draw.percent(60)) {
                columns.add(needs.text("sharedKey"));
                columns.addAll(draw.each(needs.texts("requiredFields"), 70));
            }
        });
        if (draw.percent(8)) {
            columns.add("whatever");
        }
        return columns;
    }

    /** Persons come again, so that what is remembered of one is asked for another. */
    ConsentProfile person(String purpose, @Nullable String country) {
        List<ConsentProfile> known = persons.computeIfAbsent(purpose, _ -> new ArrayList<>());
        if (known.size() >= PERSONS) {
            return draw.of(known);
        }
        ConsentProfile person = draw(purpose, country);
        known.add(person);
        return person;
    }

    private ConsentProfile draw(String purpose, @Nullable String country) {
        var cells = new TreeMap<Cell, CellState>();
        String brand = "acme";
        Channel channel = Channel.EMAIL;
        var asked = policy.text().find("Purpose", purpose);
        if (asked.isPresent()) {
            brand = asked.get().text("brand");
            channel = Channel.valueOf(asked.get().text("channel"));
            if (draw.percent(60)) {
                cells.put(new Cell(brand, PurposeCode.PROFILING, Channel.NONE), state());
            }
            if (draw.percent(92)) {
                cells.put(new Cell(brand, PurposeCode.valueOf(asked.get().text("code")), channel), state());
            }
        }
        var objections = new TreeSet<Objection>();
        if (draw.percent(14)) {
            ObjectionScope scope = draw.of(ObjectionScope.values());
            Channel refused = draw.percent(80) ? channel : Channel.SMS;
            if (scope != ObjectionScope.CHANNEL) {
                objections.add(new Objection(draw.percent(80) ? brand : draw.of(BRANDS), scope, Channel.NONE));
            } else if (refused != Channel.NONE) {
                objections.add(new Objection(draw.percent(80) ? brand : draw.of(BRANDS), scope, refused));
            }
        }
        return new ConsentProfile(
                cells,
                objections,
                draw.percent(4),
                draw.percent(3),
                draw.percent(70) ? RecipientType.INDIVIDUAL : draw.of(RecipientType.values()),
                draw.percent(55) ? AgeBand.UNKNOWN : age(),
                draw.percent(60) ? country : draw.of(null, "DE", "TR", "US-CA", "GB", "AT", "RU"));
    }

    private CellState state() {
        ConsentState data = draw.percent(62) ? ConsentState.GRANTED : draw.of(ConsentState.values());
        ConsentState message = draw.percent(50) ? ConsentState.GRANTED : draw.of(ConsentState.values());
        ConsentState transfer = draw.percent(25) ? ConsentState.GRANTED : draw.of(ConsentState.values());
        var bases = EnumSet.noneOf(LegalBasis.class);
        if (data == ConsentState.GRANTED) {
            bases.add(draw.of(
                    LegalBasis.CONSENT,
                    LegalBasis.CONSENT,
                    LegalBasis.EXPLICIT_CONSENT,
                    LegalBasis.PARENTAL_CONSENT,
                    LegalBasis.SOFT_OPT_IN,
                    LegalBasis.LEGIT_INTEREST));
            if (draw.percent(25)) {
                bases.add(draw.of(
                        LegalBasis.CONSENT,
                        LegalBasis.EXPLICIT_CONSENT,
                        LegalBasis.LEGIT_INTEREST,
                        LegalBasis.CONTRACT));
            }
        }
        boolean reopened = draw.percent(25)
                && bases.stream()
                        .anyMatch(basis -> basis == LegalBasis.CONSENT || basis == LegalBasis.EXPLICIT_CONSENT);
        if (message == ConsentState.GRANTED) {
            bases.add(draw.percent(80) ? LegalBasis.MSG_APPROVAL_IYS : LegalBasis.TACIR_EXEMPTION);
        }
        if (transfer == ConsentState.GRANTED) {
            bases.add(LegalBasis.TRANSFER_CONSENT);
        }
        boolean awaits = message != ConsentState.GRANTED && draw.percent(30);
        return new CellState(data, message, transfer, new TreeSet<>(bases), awaits, reopened);
    }
}
