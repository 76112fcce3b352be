package io.activationgateway.residency.document;

import io.activationgateway.consent.signal.OptOut;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.consent.signal.SignalDemands.Required;
import io.activationgateway.consent.signal.SignalField;
import io.activationgateway.consent.signal.TcfDemand;
import io.activationgateway.consent.signal.TcfDemand.Disclosure;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a purpose demands of the consent signals in a row, and the signals of an example. */
final class SignalsReader {

    private SignalsReader() {}

    static SignalDemands read(View view) {
        return view.make(() -> new SignalDemands(
                view.innerOrNull("tcf", SignalsReader::tcf),
                view.mapping().get("gpp") == null ? null : Set.copyOf(view.words(OptOut.class, "gpp")),
                Set.copyOf(view.strings("segment")),
                Set.copyOf(view.strings("rudderstack")),
                mparticle(view),
                google(view),
                view.flag("gpc"),
                view.word(Required.class, "required", Required.NONE)));
    }

    private static TcfDemand tcf(View view) {
        return new TcfDemand(
                view.number("vendor"),
                new HashSet<>(view.numbers("purposes")),
                view.number("maxAgeDays", TcfDemand.USUAL_MAX_AGE_DAYS),
                view.number("minPolicyVersion", TcfDemand.OLDEST_POLICY_VERSION),
                view.word(Disclosure.class, "disclosedVendors", Disclosure.ALWAYS));
    }

    /** A list that is there and empty: nothing must be consented to, and an opt-out of sale still refuses. */
    private static @Nullable Set<String> mparticle(View view) {
        return view.mapping().get("mparticle") == null ? null : Set.copyOf(view.strings("mparticle"));
    }

    private static Set<SignalField> google(View view) {
        return view.strings("google").stream()
                .map(word -> SignalField.valueOf("GOOGLE_" + word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The signals that the row of an example carries. */
    static Map<SignalField, String> carried(View view) {
        var carried = new EnumMap<SignalField, String>(SignalField.class);
        for (SignalField field : SignalField.values()) {
            String text = view.textOrNull(field.wireName());
            if (text != null) {
                carried.put(field, text);
            }
        }
        return carried;
    }
}
