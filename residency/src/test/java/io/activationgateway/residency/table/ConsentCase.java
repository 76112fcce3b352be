package io.activationgateway.residency.table;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.residency.policy.Countries;
import io.activationgateway.residency.policy.DestinationKind;
import io.activationgateway.residency.policy.Mechanism;
import io.activationgateway.residency.policy.Role;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case of the fact sheet on privacy law as it reaches a gateway: what sources told about one person, the row that is
 * to go somewhere, and the answer. Every event claims its time by a trusted clock, so that it does not matter when it
 * arrives, as long as that is before {@link #at}.
 *
 * @param events oldest first
 * @param country of the person, as every event and the row tell it (events without a subdivision)
 * @param fields the columns of the row that hold a value; of them {@code gpc} is a signal
 * @param at the instant of the decision
 */
public record ConsentCase(
        String name,
        List<ConsentEvent> events,
        String country,
        String controller,
        String purpose,
        Recipient recipient,
        List<String> fields,
        Instant at,
        Expected expected) {

    /** The column of Global Privacy Control. */
    public static final String GPC = "gpc";

    public ConsentCase {
        events = List.copyOf(events);
        fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
        return name;
    }

    /** The answer. */
    public sealed interface Expected {

        /** The row goes on this basis, null where none is needed, without the dropped columns. */
        record Goes(@Nullable LegalBasis basis, List<String> obligations, List<String> dropped) implements Expected {}

        /** Nothing goes. */
        record Stays(Reason reason, Remedy remedy, boolean curableByConsent) implements Expected {}
    }

    /**
     * Who is to get the row.
     *
     * @param country where it is and keeps the data
     * @param mechanisms the paperwork with it
     */
    public record Recipient(DestinationKind kind, Role role, String country, List<Mechanism> mechanisms) {
        public Recipient {
            mechanisms = List.copyOf(mechanisms);
        }
    }

    static Dossier of(String name, String country) {
        return new Dossier(name, country);
    }

    /** A case in the making; what was told adds up. */
    static final class Dossier {

        private final String name;
        private final String country;
        private final List<ConsentEvent> events = new ArrayList<>();
        private String purpose = "newsletter";
        private String controller;
        private DestinationKind kind = DestinationKind.CDP;
        private @Nullable String destination;
        private List<Mechanism> mechanisms = List.of();
        private List<String> fields = List.of("email", "city");
        private Instant at = instant("2026-11-20T10:00+03:00");

        private Dossier(String name, String country) {
            this.name = name;
            this.country = country;
            this.controller = country.equals("TR") ? "trco" : "euco";
        }

        Dossier told(String when, Change change) {
            return told(when, change, Evidence.NONE);
        }

        Dossier told(String when, Change change, EvidenceMethod method) {
            return told(when, change, new Evidence("notice-4", method, "web-signup", null));
        }

        Dossier granted(String when, Cell cell, LegalBasis basis, EvidenceMethod method) {
            return told(when, new Change.Choice(cell, ConsentState.GRANTED, basis), method);
        }

        Dossier consented(String when, Cell cell) {
            return granted(when, cell, LegalBasis.CONSENT, EvidenceMethod.TICKED_BY_USER);
        }

        Dossier withdrew(String when, Cell cell, @Nullable LegalBasis basis) {
            return told(when, new Change.Choice(cell, ConsentState.WITHDRAWN, basis));
        }

        /** A message approval on paper, and when the Turkish registry came to know it. */
        Dossier approved(String when, Cell cell, @Nullable String registered) {
            var approval = new Change.Choice(cell, ConsentState.GRANTED, LegalBasis.MSG_APPROVAL_IYS);
            var timing = new Timing(instant(when), null, registered == null ? null : instant(registered), true);
            return told(timing, approval, new Evidence("notice-4", EvidenceMethod.SIGNED, "shop", null));
        }

        private Dossier told(String when, Change change, Evidence evidence) {
            return told(new Timing(instant(when), null, true), change, evidence);
        }

        private Dossier told(Timing timing, Change change, Evidence evidence) {
            events.add(new ConsentEvent(
                    "ev-" + (events.size() + 1),
                    List.of(new Identifier(IdentifierType.USER_ID, "u-1001")),
                    // the register knows no subdivisions; the row tells it
                    Countries.whole(country),
                    change,
                    timing,
                    evidence));
            return this;
        }

        Dossier forPurpose(String code, String... columns) {
            purpose = code;
            fields = List.of(columns);
            return this;
        }

        Dossier to(DestinationKind recipient, String where) {
            kind = recipient;
            destination = where;
            return this;
        }

        Dossier to(String where, Mechanism... papers) {
            mechanisms = List.of(papers);
            return to(DestinationKind.CDP, where);
        }

        Dossier servedBy(String name) {
            controller = name;
            return this;
        }

        Dossier at(String when) {
            at = instant(when);
            return this;
        }

        ConsentCase goes(@Nullable LegalBasis basis, String... obligations) {
            return expecting(new Expected.Goes(basis, List.of(obligations), List.of()));
        }

        ConsentCase goesWithout(String dropped, LegalBasis basis, String... obligations) {
            return expecting(new Expected.Goes(basis, List.of(obligations), List.of(dropped)));
        }

        ConsentCase needsConsent(Reason reason, Remedy remedy) {
            return expecting(new Expected.Stays(reason, remedy, true));
        }

        ConsentCase denied(Reason reason, Remedy remedy) {
            return expecting(new Expected.Stays(reason, remedy, false));
        }

        private ConsentCase expecting(Expected expected) {
            return new ConsentCase(
                    name,
                    events,
                    country,
                    controller,
                    purpose,
                    new Recipient(kind, role(), destination == null ? country : destination, mechanisms),
                    fields,
                    at,
                    expected);
        }

        private Role role() {
            return kind == DestinationKind.ONLINE_PLATFORM ? Role.CONTROLLER : Role.PROCESSOR;
        }

        private static Instant instant(String text) {
            return OffsetDateTime.parse(text.length() > 10 ? text : text + "T10:00+03:00")
                    .toInstant();
        }
    }
}
