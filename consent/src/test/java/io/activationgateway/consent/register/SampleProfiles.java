package io.activationgateway.consent.register;

import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Set;

/** Many profiles: eight cells of one brand, each in one of five states. */
final class SampleProfiles {

    private static final CellState[] STATES = {
        new CellState(ConsentState.GRANTED, LegalBasis.CONSENT, ConsentState.UNKNOWN, ConsentState.UNKNOWN),
        new CellState(ConsentState.WITHDRAWN, null, ConsentState.UNKNOWN, ConsentState.UNKNOWN),
        new CellState(ConsentState.DENIED, null, ConsentState.UNKNOWN, ConsentState.DENIED),
        new CellState(ConsentState.EXPIRED, null, ConsentState.UNKNOWN, ConsentState.UNKNOWN),
        new CellState(ConsentState.GRANTED, LegalBasis.SOFT_OPT_IN, ConsentState.UNKNOWN, ConsentState.UNKNOWN),
    };

    private SampleProfiles() {}

    /** Another profile for each number below 390,625. */
    static ConsentProfile profile(int number) {
        var cells = new HashMap<Cell, CellState>();
        int left = number;
        for (var channel : Arrays.asList(Channel.values()).subList(0, 8)) {
            cells.put(new Cell("acme", PurposeCode.DIRECT_MARKETING, channel), STATES[left % STATES.length]);
            left /= STATES.length;
        }
        return new ConsentProfile(cells, Set.of(), false, false, RecipientType.INDIVIDUAL, AgeBand.UNKNOWN, "DE");
    }
}
