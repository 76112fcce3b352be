package io.activationgateway.residency.document;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.RecipientType;
import io.activationgateway.residency.policy.Example;
import io.activationgateway.residency.verdict.Remedy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads examples. */
final class ExampleReader {

    private ExampleReader() {}

    static Example read(View view) {
        return new Example(
                view.text("name"),
                view.text("title"),
                view.inner("given", ExampleReader::given),
                view.inner("expect", ExampleReader::expect));
    }

    private static Example.Given given(View view) {
        return new Example.Given(
                instant(view),
                view.text("controller"),
                view.text("destination"),
                view.text("purpose"),
                view.flag("removal"),
                view.flag("disclosed"),
                view.inner("subject", ExampleReader::subject),
                view.strings("fields"),
                view.inner("signals", SignalsReader::carried));
    }

    private static Instant instant(View view) {
        try {
            return OffsetDateTime.parse(view.text("at")).toInstant();
        } catch (DateTimeException e) {
            throw new View.Misfit(view.placeOf("at")
                    .error("the time is not readable", "Write a time such as 2026-11-20T10:00:00+03:00."));
        }
    }

    private static Example.Subject subject(View view) {
        return new Example.Subject(
                view.countryOrNull("country"),
                view.word(AgeBand.class, "age", AgeBand.UNKNOWN),
                view.inner("cell", ExampleReader::cell),
                view.inner("profiling", ExampleReader::cell),
                view.words(ObjectionScope.class, "objections"),
                view.flag("restricted"),
                view.flag("erased"),
                view.word(RecipientType.class, "recipientType", RecipientType.INDIVIDUAL));
    }

    private static CellState cell(View view) {
        return view.make(() -> {
            var plain = new CellState(
                    view.word(ConsentState.class, "data", ConsentState.UNKNOWN),
                    view.wordOrNull(LegalBasis.class, "basis"),
                    view.word(ConsentState.class, "message", ConsentState.UNKNOWN),
                    view.word(ConsentState.class, "transfer", ConsentState.UNKNOWN));
            return new CellState(
                    plain.data(),
                    plain.message(),
                    plain.transfer(),
                    plain.bases(),
                    view.flag("awaitsRegistration"),
                    view.flag("reopened"));
        });
    }

    private static Example.Expect expect(View view) {
        return new Example.Expect(
                Example.VerdictKind.valueOf(view.text("verdict").toUpperCase(Locale.ROOT)),
                view.textOrNull("home"),
                PackReader.reason(view),
                remedy(view),
                view.strings("law"),
                view.strings("dropped"),
                view.inner("fields", FieldActions::byName),
                view.strings("obligations"));
    }

    private static @Nullable Remedy remedy(View view) {
        String code = view.textOrNull("remedy");
        return code == null
                ? null
                : Remedy.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
