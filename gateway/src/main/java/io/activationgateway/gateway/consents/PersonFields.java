package io.activationgateway.gateway.consents;

import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierRules;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.NormalForm;
import io.activationgateway.residency.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who one record is about. Personal data: it does not print. */
record PersonFields(List<Identifier> identifiers, @Nullable String country) {

    static PersonFields of(EventFields fields) throws FaultException {
        var country = country(fields);
        return new PersonFields(identifiers(fields, country), country);
    }

    @Override
    public String toString() {
        return "PersonFields[redacted]";
    }

    private static @Nullable String country(EventFields fields) throws FaultException {
        var country = fields.optional("country");
        if (country == null) {
            return null;
        }
        var code = country.strip().toUpperCase(Locale.ROOT);
        if (!ConsentEvent.isCountry(code)) {
            throw FaultException.type("country", "an ISO 3166 code such as DE or US-CA");
        }
        return code;
    }

    private static List<Identifier> identifiers(EventFields fields, @Nullable String country) throws FaultException {
        var identifiers = new ArrayList<Identifier>();
        for (var type : IdentifierType.values()) {
            var raw = fields.optional(type.wireName());
            if (raw != null) {
                identifiers.add(
                        switch (IdentifierRules.normalise(type, raw, country)) {
                            case NormalForm.Found(var identifier) -> identifier;
                            case NormalForm.Refused(var expected) ->
                                throw new FaultException(
                                        Reason.INPUT_IDENTIFIER, type.wireName() + " (expected: " + expected + ")");
                        });
            }
        }
        if (identifiers.isEmpty()) {
            throw new FaultException(
                    Reason.INPUT_IDENTIFIER, "identifiers (expected: an email, phone, user_id or other identifier)");
        }
        return identifiers;
    }
}
