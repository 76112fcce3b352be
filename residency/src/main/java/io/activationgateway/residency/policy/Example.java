package io.activationgateway.residency.policy;

import static java.util.Objects.requireNonNull;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Reason;
import io.activationgateway.residency.verdict.Remedy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A case and the answer its author expects; a policy whose examples fail is not published. */
public record Example(String name, String title, Given given, Expect expect) implements PolicyDocument {

    public Example {
        requireNonNull(name, "name");
        requireNonNull(title, "title");
        requireNonNull(given, "given");
        requireNonNull(expect, "expect");
    }

    /**
     * The case.
     *
     * @param at the legal time
     * @param fields the columns that hold a value
     * @param removal whether the person is taken out rather than disclosed
     * @param disclosed whether the destination was sent the person before; it counts for a removal
     * @param signals the consent signals that the row carries
     */
    public record Given(
            Instant at,
            String controller,
            String destination,
            String purpose,
            boolean removal,
            boolean disclosed,
            Subject subject,
            List<String> fields,
            Map<SignalField, String> signals) {

        public Given {
            requireNonNull(at, "at");
            requireNonNull(controller, "controller");
            requireNonNull(destination, "destination");
            requireNonNull(purpose, "purpose");
            requireNonNull(subject, "subject");
            fields = List.copyOf(fields);
            signals = Map.copyOf(signals);
        }
    }

    /**
     * The person.
     *
     * @param country null where it is not known
     * @param cell the permissions in the purpose's cell
     * @param profiling the permission to profile the person for the purpose's brand; it does not count for a purpose that
     *     is profiling itself, whose cell it would be
     * @param objections that stand for the purpose's brand, a channel's for the purpose's channel
     */
    public record Subject(
            @Nullable String country,
            AgeBand age,
            CellState cell,
            CellState profiling,
            List<ObjectionScope> objections,
            boolean restricted,
            boolean erased,
            RecipientType recipientType) {

        public Subject {
            requireNonNull(age, "age");
            requireNonNull(cell, "cell");
            requireNonNull(profiling, "profiling");
            objections = List.copyOf(objections);
            requireNonNull(recipientType, "recipientType");
        }
    }

    /**
     * The answer. What is null or empty is not compared, except {@code dropped}, which is compared with a forward.
     *
     * @param home the region that a misdirected record belongs to
     * @param reason of a withheld or misdirected record
     * @param law articles that must be among those named
     * @param dropped the given fields that do not leave, unclassified ones aside
     * @param fields what happens to these given fields of a forwarded record
     * @param obligations codes that must be among those named, such as {@code add-opt-out}
     */
    public record Expect(
            VerdictKind verdict,
            @Nullable String home,
            @Nullable Reason reason,
            @Nullable Remedy remedy,
            List<String> law,
            List<String> dropped,
            Map<String, FieldAction> fields,
            List<String> obligations) {

        public Expect {
            requireNonNull(verdict, "verdict");
            law = List.copyOf(law);
            dropped = List.copyOf(dropped);
            fields = Map.copyOf(fields);
            obligations = List.copyOf(obligations);
        }
    }

    /** The three verdicts. */
    public enum VerdictKind {
        FORWARD,
        WITHHOLD,
        MISDIRECTED
    }
}
