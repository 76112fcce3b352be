package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.Timing;
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
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActsTest {

    private static final Cell MAIL = cell(PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    private static final Cell SMS = cell(PurposeCode.DIRECT_MARKETING, Channel.SMS);
    private static final Cell SCORE = cell(PurposeCode.PROFILING, Channel.NONE);
    private static final Set<Cell> CELLS = Set.of(MAIL, SMS, SCORE);
    private static final Act NO_MAIL = Act.unsubscribe(Channel.EMAIL);
    private static final Act NO_SMS = Act.unsubscribe(Channel.SMS);
    private static final Act NOTHING_TO_SAY = Act.unsubscribe(Channel.NONE);

    @Test
    void anErasureIsAnErasureWhateverBecameOfIt() {
        assertThat(Acts.of(event(new Change.Erased()), new Effect.SupersededBy("other"), false, CELLS))
                .containsExactly(Act.ERASE);
        assertThat(Acts.of(event(new Change.Erased()), new Effect.Applied(), false, Set.of()))
                .containsExactly(Act.ERASE);
    }

    @Test
    void aWithdrawalLeavesTheChannelsThatItCloses() {
        assertThat(applied(new Change.Withdrawn("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL), true))
                .containsExactly(NO_MAIL);
        assertThat(applied(new Change.Withdrawn("acme", PurposeCode.DIRECT_MARKETING, null), true))
                .containsExactlyInAnyOrder(NO_MAIL, NO_SMS);
        assertThat(applied(new Change.Withdrawn("acme", PurposeCode.PROFILING, null), true))
                .containsExactly(NOTHING_TO_SAY);
        assertThat(applied(new Change.Withdrawn("other-brand", null, null), true))
                .isEmpty();
    }

    @Test
    void whatStopsAllMarketingIsASuppressionWhereTheVendorHasOne() {
        var objection = new Change.Objected(new Objection("acme", ObjectionScope.ALL_DM, Channel.NONE));

        assertThat(applied(objection, true)).containsExactly(Act.SUPPRESS);
        assertThat(applied(new Change.Restricted(), true)).containsExactly(Act.SUPPRESS);
        assertThat(applied(objection, false)).contains(NO_MAIL, NO_SMS);
        assertThat(applied(new Change.Objected(new Objection("acme", ObjectionScope.CHANNEL, Channel.SMS)), true))
                .containsExactly(NO_SMS);
    }

    @Test
    void aConsentToATransferThatIsTakenBackSaysNothingAboutMessages() {
        assertThat(applied(new Change.Choice(MAIL, ConsentState.WITHDRAWN, LegalBasis.TRANSFER_CONSENT), true))
                .isEmpty();
        assertThat(applied(new Change.Choice(MAIL, ConsentState.WITHDRAWN, null), true))
                .containsExactly(NO_MAIL);
        assertThat(applied(new Change.Choice(MAIL, ConsentState.GRANTED, LegalBasis.CONSENT), true))
                .isEmpty();
    }

    @Test
    void whatALaterConsentOutweighsIsNotTold() {
        assertThat(Acts.of(
                        event(new Change.Withdrawn("acme", null, null)), new Effect.SupersededBy("later"), true, CELLS))
                .isEmpty();
    }

    @Test
    void aChannelIsReopenedOnlyByConsentToAllThatItCarries() {
        assertThat(Acts.isReversed(NO_MAIL, granted(MAIL), CELLS)).isTrue();
        assertThat(Acts.isReversed(NO_SMS, granted(MAIL), CELLS)).isFalse();
        assertThat(Acts.isReversed(Act.SUPPRESS, granted(MAIL), CELLS)).isFalse();
        assertThat(Acts.isReversed(NOTHING_TO_SAY, granted(MAIL), CELLS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void nothingReversesAnErasure(Channel channel) {
        assertThat(Acts.isReversed(new Act(Operation.ERASE, channel), granted(MAIL), CELLS))
                .isFalse();
    }

    private static Set<Act> applied(Change change, boolean suppresses) {
        return Acts.of(event(change), new Effect.Applied(), suppresses, CELLS);
    }

    private static RecordedEvent event(Change change) {
        return new RecordedEvent("ev-1", change, "DE", Timing.ON_ARRIVAL, Instant.EPOCH, true);
    }

    private static ConsentProfile granted(Cell cell) {
        var state = new CellState(ConsentState.GRANTED, LegalBasis.CONSENT, ConsentState.UNKNOWN, ConsentState.UNKNOWN);
        return new ConsentProfile(
                Map.of(cell, state), Set.of(), false, false, RecipientType.INDIVIDUAL, AgeBand.ADULT, "DE");
    }

    private static Cell cell(PurposeCode purpose, Channel channel) {
        return new Cell("acme", purpose, channel);
    }
}
