package io.activationgateway.consent.event;

import static io.activationgateway.consent.event.Events.EMAIL;
import static io.activationgateway.consent.event.Events.PROFILING;
import static io.activationgateway.consent.event.Events.SMS;
import static io.activationgateway.consent.event.Events.approved;
import static io.activationgateway.consent.event.Events.at;
import static io.activationgateway.consent.event.Events.granted;
import static io.activationgateway.consent.event.Events.lapsing;
import static io.activationgateway.consent.event.Events.objected;
import static io.activationgateway.consent.event.Events.recorded;
import static io.activationgateway.consent.event.Events.told;
import static io.activationgateway.consent.event.Events.withdrawn;
import static io.activationgateway.consent.profile.ConsentState.DENIED;
import static io.activationgateway.consent.profile.ConsentState.EXPIRED;
import static io.activationgateway.consent.profile.ConsentState.GRANTED;
import static io.activationgateway.consent.profile.ConsentState.UNKNOWN;
import static io.activationgateway.consent.profile.ConsentState.VOID;
import static io.activationgateway.consent.profile.ConsentState.WITHDRAWN;
import static io.activationgateway.consent.profile.LegalBasis.CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.CONTRACT;
import static io.activationgateway.consent.profile.LegalBasis.EXPLICIT_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.LEGIT_INTEREST;
import static io.activationgateway.consent.profile.LegalBasis.MSG_APPROVAL_IYS;
import static io.activationgateway.consent.profile.LegalBasis.PARENTAL_CONSENT;
import static io.activationgateway.consent.profile.LegalBasis.SOFT_OPT_IN;
import static io.activationgateway.consent.profile.LegalBasis.TACIR_EXEMPTION;
import static io.activationgateway.consent.profile.LegalBasis.TRANSFER_CONSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.activationgateway.consent.event.Change.BirthErased;
import io.activationgateway.consent.event.Change.Born;
import io.activationgateway.consent.event.Change.Choice;
import io.activationgateway.consent.event.Change.Erased;
import io.activationgateway.consent.event.Change.RecipientTold;
import io.activationgateway.consent.event.Change.Restricted;
import io.activationgateway.consent.event.Change.RestrictionLifted;
import io.activationgateway.consent.event.Change.Withdrawn;
import io.activationgateway.consent.profile.AgeBand;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.CellState;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.PurposeCode;
import io.activationgateway.consent.profile.RecipientType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MergeTest {

    private static final Instant NOW = at(100);

    /** Every event is received at second 50; the numbers are the second from which it counts. */
    static Stream<Arguments> clocks() {
        return Stream.of(
                arguments("grant, no time told", GRANTED, null, false, 50),
                arguments("grant, no time told, trusted", GRANTED, null, true, 50),
                arguments("grant, past-dated", GRANTED, 10, false, 10),
                arguments("grant, past-dated, trusted", GRANTED, 10, true, 10),
                arguments("grant, future-dated", GRANTED, 90, false, 50),
                arguments("grant, future-dated, trusted", GRANTED, 90, true, 50),
                arguments("grant, clock a second ahead", GRANTED, 51, true, 50),
                arguments("grant, just now", GRANTED, 50, false, 50),
                arguments("denial, no time told", DENIED, null, false, 50),
                arguments("denial, no time told, trusted", DENIED, null, true, 50),
                arguments("denial, past-dated", DENIED, 10, false, 50),
                arguments("denial, past-dated, trusted", DENIED, 10, true, 10),
                arguments("denial, future-dated", DENIED, 90, false, 50),
                arguments("denial, future-dated, trusted", DENIED, 90, true, 50),
                arguments("denial, clock a second behind", WITHDRAWN, 49, false, 50),
                arguments("denial, clock a second behind, trusted", WITHDRAWN, 49, true, 49),
                arguments("denial, clock a second ahead, trusted", WITHDRAWN, 51, true, 50));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void clocks(String ignored, ConsentState state, @Nullable Integer claimed, boolean trusted, long from) {
        var timing = new Timing(claimed == null ? null : at(claimed), null, trusted);
        var event = recorded("ev-1", new Choice(EMAIL, state, CONSENT), timing, 50);

        assertThat(event.countsFrom()).isEqualTo(at(from));
        if (state == GRANTED) {
            assertThat(stateOf(event, withdrawn("d", EMAIL, null, from - 1))).isEqualTo(GRANTED);
            assertThat(stateOf(event, withdrawn("d", EMAIL, null, from))).isEqualTo(WITHDRAWN);
        } else {
            assertThat(stateOf(event, granted("g", EMAIL, CONSENT, from))).isEqualTo(state);
            assertThat(stateOf(event, granted("g", EMAIL, CONSENT, from + 1))).isEqualTo(GRANTED);
        }
    }

    @Test
    void nobodySpoke() {
        assertThat(Merge.of(List.of()).fold(NOW)).isEqualTo(new Folded(ConsentProfile.UNKNOWN, List.of()));
    }

    @Test
    void aGrantOpensItsOwnPermissionOfItsOwnCell() {
        var profile = profile(granted("g", EMAIL, CONSENT, 1));

        assertThat(profile.cells()).containsOnlyKeys(EMAIL);
        assertThat(profile.cell(EMAIL)).isEqualTo(new CellState(GRANTED, CONSENT, UNKNOWN, UNKNOWN));
        assertThat(profile(granted("g", SMS, MSG_APPROVAL_IYS, 1)).cell(SMS))
                .isEqualTo(new CellState(UNKNOWN, null, GRANTED, UNKNOWN));
    }

    @Test
    void aDenialWithoutABasisClosesAllThreePermissions() {
        var profile = profile(
                granted("g1", SMS, CONSENT, 1),
                granted("g2", SMS, MSG_APPROVAL_IYS, 1),
                granted("g3", SMS, TRANSFER_CONSENT, 1),
                withdrawn("d", SMS, null, 2));

        assertThat(profile.cell(SMS)).isEqualTo(new CellState(WITHDRAWN, null, WITHDRAWN, WITHDRAWN));
    }

    @Test
    void aDenialWithABasisClosesThePermissionOfThatBasis() {
        var profile = profile(
                granted("g1", SMS, CONSENT, 1),
                granted("g2", SMS, MSG_APPROVAL_IYS, 1),
                withdrawn("d", SMS, MSG_APPROVAL_IYS, 2));

        assertThat(profile.cell(SMS)).isEqualTo(new CellState(GRANTED, CONSENT, WITHDRAWN, UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnExplicitGrantSupersedesADenial(LegalBasis basis) {
        var grant = granted("g", EMAIL, basis, 9);
        var denial = withdrawn("d", EMAIL, null, 2);

        assertThat(profile(denial, grant).cell(EMAIL).state(basis.permission()))
                .isEqualTo(basis.isAffirmative() ? GRANTED : WITHDRAWN);
        assertThat(effect(grant, List.of(denial), NOW))
                .isEqualTo(basis.isAffirmative() ? new Effect.Applied() : new Effect.SupersededBy("d"));
    }

    @Test
    void aClaimOfTheSenderNeverComesBackAfterADenial() {
        var profile = profile(
                withdrawn("d", EMAIL, null, 2),
                lapsing("g", EMAIL, CONSENT, 3, 10),
                granted("s", EMAIL, SOFT_OPT_IN, 4));

        assertThat(profile.cell(EMAIL).data()).isEqualTo(EXPIRED);
    }

    @Test
    void basesStandBesideEachOther() {
        var profile = profile(
                granted("g1", EMAIL, EXPLICIT_CONSENT, 1),
                granted("g2", EMAIL, CONSENT, 2),
                granted("g3", EMAIL, LEGIT_INTEREST, 3),
                granted("g4", EMAIL, TACIR_EXEMPTION, 3));

        assertThat(profile.cell(EMAIL).bases())
                .containsExactly(CONSENT, EXPLICIT_CONSENT, TACIR_EXEMPTION, LEGIT_INTEREST);
        assertThat(profile.cell(EMAIL).basis()).isEqualTo(EXPLICIT_CONSENT);
    }

    @Test
    void aLapseEndsTheGrantItNamesAndNoOther() {
        var events = List.of(granted("g1", EMAIL, CONSENT, 1), lapsing("g2", EMAIL, EXPLICIT_CONSENT, 2, 10));

        assertThat(Merge.of(events).profile(at(9)).cell(EMAIL).has(EXPLICIT_CONSENT))
                .isTrue();
        assertThat(Merge.of(events).profile(at(10)).cell(EMAIL))
                .isEqualTo(new CellState(GRANTED, CONSENT, UNKNOWN, UNKNOWN));
        assertThat(effect(events.getLast(), events, at(10))).isEqualTo(new Effect.Lapsed());
        assertThat(effect(events.getFirst(), events, at(10))).isEqualTo(new Effect.Applied());
    }

    @Test
    void lapsesFallDueOneAfterTheOther() {
        var events = List.of(
                lapsing("g1", EMAIL, CONSENT, 1, 10),
                lapsing("g2", EMAIL, CONSENT, 1, 20),
                lapsing("g3", SMS, MSG_APPROVAL_IYS, 1, 30));

        var later = Merge.of(events).fold(at(2)).later();

        assertThat(later)
                .extracting(Folded.Due::at)
                .as("g1's lapse changes nothing, g2 stands")
                .containsExactly(at(20), at(30));
        assertThat(later.getFirst().profile().cell(EMAIL).data()).isEqualTo(EXPIRED);
        assertThat(later.getFirst().profile().cell(SMS).message()).isEqualTo(GRANTED);
        assertThat(later.getLast().profile().cell(SMS).message()).isEqualTo(EXPIRED);
        assertThat(Merge.of(events).fold(at(20)))
                .isEqualTo(new Folded(later.getFirst().profile(), List.of(later.getLast())));
    }

    @Test
    void whatWasDeniedDoesNotFallDue() {
        var events = List.of(lapsing("g", EMAIL, CONSENT, 1, 10), withdrawn("d", EMAIL, null, 2));

        assertThat(Merge.of(events).fold(at(3)).later()).isEmpty();
        assertThat(Merge.of(events).profile(at(11)).cell(EMAIL).data()).isEqualTo(WITHDRAWN);
    }

    @Test
    void aWithdrawalFromEverythingHoldsForCellsNobodySpokeOfYet() {
        var everything = recorded("w", new Withdrawn("acme", null, null), Timing.ON_ARRIVAL, 5);
        var late = recorded("g", new Choice(SMS, GRANTED, CONSENT), new Timing(at(2), null, false), 9);

        var profile = profile(everything, late, granted("g2", EMAIL, CONSENT, 6), granted("g3", PROFILING, CONSENT, 4));

        assertThat(profile.cell(SMS).data()).isEqualTo(WITHDRAWN);
        assertThat(profile.cell(PROFILING).data()).isEqualTo(WITHDRAWN);
        assertThat(profile.cell(EMAIL).data()).as("a later consent counts").isEqualTo(GRANTED);
        assertThat(effect(late, List.of(everything), at(9))).isEqualTo(new Effect.SupersededBy("w"));
    }

    @Test
    void aWithdrawalFromEverythingLeavesWhatNoConsentCarries() {
        var parcels = new Cell("acme", PurposeCode.SERVICE_MESSAGE, Channel.SMS);

        var everything = recorded("w", new Withdrawn("acme", null, null), Timing.ON_ARRIVAL, 5);
        var named = recorded("w", new Withdrawn("acme", PurposeCode.SERVICE_MESSAGE, null), Timing.ON_ARRIVAL, 5);
        var contract = granted("g", parcels, CONTRACT, 4);

        assertThat(profile(contract, everything).cell(parcels).data()).isEqualTo(GRANTED);
        assertThat(profile(contract, named).cell(parcels).data()).isEqualTo(WITHDRAWN);
    }

    @Test
    void anObjectionClosesWhatItCoversWhateverTheBasis() {
        var profile = profile(
                granted("g1", EMAIL, CONSENT, 1),
                granted("g2", PROFILING, LEGIT_INTEREST, 9),
                objected("o", ObjectionScope.ALL_DM, Channel.NONE, 5));

        assertThat(profile.isObjected(EMAIL)).isTrue();
        assertThat(profile.isObjected(PROFILING)).isTrue();
        assertThat(profile.cell(EMAIL).reopened()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyALaterConsentReopensAndOnlyItsOwnCell(LegalBasis basis) {
        boolean reopens = basis == CONSENT || basis == EXPLICIT_CONSENT;
        var profile = profile(
                granted("g0", SMS, CONSENT, 1),
                objected("o", ObjectionScope.ALL_DM, Channel.NONE, 5),
                granted("g1", EMAIL, basis, 6));

        assertThat(profile.isObjected(EMAIL)).isEqualTo(!reopens);
        assertThat(profile.cell(EMAIL).reopened()).isEqualTo(reopens);
        assertThat(profile.isObjected(SMS)).isTrue();
        assertThat(profile.objections()).hasSize(1);
    }

    @Test
    void aReopenedCellStandsOnWhatWasGrantedAfterwardsOnly() {
        var state = profile(
                        granted("g0", EMAIL, EXPLICIT_CONSENT, 1),
                        granted("g1", EMAIL, MSG_APPROVAL_IYS, 1),
                        objected("o", ObjectionScope.ALL_DM, Channel.NONE, 5),
                        granted("g2", EMAIL, CONSENT, 6),
                        granted("g3", EMAIL, PARENTAL_CONSENT, 6),
                        granted("g4", EMAIL, LEGIT_INTEREST, 7))
                .cell(EMAIL);

        assertThat(state)
                .isEqualTo(new CellState(
                        GRANTED,
                        GRANTED,
                        UNKNOWN,
                        new TreeSet<>(List.of(CONSENT, PARENTAL_CONSENT, MSG_APPROVAL_IYS)),
                        false,
                        true));
    }

    @Test
    void aConsentMustBeLaterThanEveryObjectionThatCoversTheCell() {
        var allDm = objected("o1", ObjectionScope.ALL_DM, Channel.NONE, 5);
        var consent = granted("g", EMAIL, CONSENT, 6);

        assertThat(profile(allDm, consent, objected("o2", ObjectionScope.CHANNEL, Channel.SMS, 7))
                        .isObjected(EMAIL))
                .isFalse();
        assertThat(profile(allDm, consent, objected("o2", ObjectionScope.CHANNEL, Channel.EMAIL, 7))
                        .isObjected(EMAIL))
                .isTrue();
        assertThat(profile(allDm, granted("g", EMAIL, CONSENT, 5)).isObjected(EMAIL))
                .as("at the same instant the objection wins")
                .isTrue();
    }

    @Test
    void aReopenedCellClosesWhenItsConsentLapses() {
        var events =
                List.of(objected("o", ObjectionScope.ALL_DM, Channel.NONE, 5), lapsing("g", EMAIL, CONSENT, 6, 10));

        assertThat(Merge.of(events).profile(at(9)).isObjected(EMAIL)).isFalse();
        assertThat(Merge.of(events).profile(at(10)).isObjected(EMAIL)).isTrue();
    }

    static Stream<Arguments> registrations() {
        return Stream.of(
                arguments("in time", approved("a", 1, 9L, 10), GRANTED, GRANTED),
                arguments("at the deadline", approved("a", 1, 10L, 10), VOID, VOID),
                arguments("told for later, in time", approved("a", 1, 9L, 10), GRANTED, GRANTED),
                arguments("not yet, then never", approved("a", 1, null, 10), UNKNOWN, VOID));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void registrations(String ignored, RecordedEvent approval, ConsentState before, ConsentState after) {
        assertThat(Merge.of(List.of(approval)).profile(at(9)).cell(SMS).message())
                .isEqualTo(before);
        assertThat(Merge.of(List.of(approval)).profile(at(10)).cell(SMS).message())
                .isEqualTo(after);
    }

    @Test
    void anApprovalWaitsUntilItsDeadlineAndFallsDueThen() {
        var folded = Merge.of(List.of(approved("a", 1, null, 10))).fold(at(2));

        assertThat(folded.now().cell(SMS).awaitsRegistration()).isTrue();
        assertThat(folded.now().cell(SMS).message()).isEqualTo(UNKNOWN);
        assertThat(folded.later()).extracting(Folded.Due::at).containsExactly(at(10));
        assertThat(folded.later().getFirst().profile().cell(SMS))
                .isEqualTo(new CellState(UNKNOWN, null, VOID, UNKNOWN));
    }

    @Test
    void aWaitingApprovalSupersedesNoRefusal() {
        var state = profile(at(5), withdrawn("d", SMS, MSG_APPROVAL_IYS, 1), approved("a", 2, null, 10))
                .cell(SMS);

        assertThat(state.message()).isEqualTo(WITHDRAWN);
        assertThat(state.awaitsRegistration()).isTrue();
    }

    @Test
    void aRefusalEndsAnApprovalTakenBeforeHoweverLateItIsRegistered() {
        var refused = profile(at(20), approved("a", 1, 8L, 10), withdrawn("d", SMS, MSG_APPROVAL_IYS, 5));

        assertThat(refused.cell(SMS).message()).isEqualTo(WITHDRAWN);
        assertThat(refused.cell(SMS).awaitsRegistration()).isFalse();
    }

    @Test
    void theRegistrationMayComeInAnEventOfItsOwn() {
        var taken = approved("a", 1, null, 10);
        var registered = approved("b", 1, 4L, 10);
        var merge = Merge.of(List.of(taken, registered));

        assertThat(merge.profile(at(50)).cell(SMS).message()).isEqualTo(GRANTED);
        assertThat(merge.profile(at(5)).cell(SMS).awaitsRegistration()).isFalse();
        assertThat(merge.effect(taken, at(5))).isEqualTo(by("b"));
        assertThat(merge.effect(taken, at(10))).isEqualTo(new Effect.Unregistered());
        assertThat(merge.effect(registered, at(5))).isEqualTo(new Effect.Applied());
    }

    @Test
    void aRestrictionClosesEveryCellOfEveryBrandUntilItIsLifted() {
        var other = new Cell("other", PurposeCode.SERVICE_MESSAGE, Channel.SMS);
        var restricted = told("r", new Restricted(), 5);
        var lifted = told("l", new RestrictionLifted(), 6);

        assertThat(profile(restricted).isRestricted(EMAIL)).isTrue();
        assertThat(profile(restricted).isRestricted(other)).isTrue();
        assertThat(profile(restricted, lifted).isRestricted(EMAIL)).isFalse();
        assertThat(profile(restricted, Events.unproven(lifted)).isRestricted(EMAIL))
                .isTrue();
        assertThat(profile(restricted, told("l", new RestrictionLifted(), 5)).isRestricted(EMAIL))
                .as("at the same instant the restriction wins")
                .isTrue();
        assertThat(profile(restricted, lifted, told("r2", new Restricted(), 7)).isRestricted(EMAIL))
                .isTrue();
    }

    @Test
    void whatClosesReopensByAConsentLaterThanAllOfIt() {
        var consent = granted("g", EMAIL, CONSENT, 6);
        var closings = List.of(
                told("r", new Restricted(), 5),
                told("e", new Erased(), 5),
                objected("o", ObjectionScope.ALL_DM, Channel.NONE, 5));

        for (var closing : closings) {
            assertThat(isClosed(profile(closing, consent), EMAIL)).isFalse();
            assertThat(isClosed(profile(closing, granted("g", EMAIL, CONSENT, 5)), EMAIL))
                    .isTrue();
            assertThat(isClosed(profile(consent, closing, told("r2", new Restricted(), 7)), EMAIL))
                    .as("an objection before and a restriction after: both close again")
                    .isTrue();
        }
        assertThat(isClosed(profile(closings.get(0), consent, granted("g2", SMS, SOFT_OPT_IN, 9)), SMS))
                .isTrue();
    }

    @Test
    void anErasureTakesTheEvidenceOfAllThatWasGrantedBefore() {
        var before = granted("g", EMAIL, CONSENT, 1);
        var erased = told("e", new Erased(), 5);
        var events = List.of(
                before,
                approved("a", 1, 2L, 10),
                told("t", new RecipientTold(RecipientType.TACIR), 2),
                withdrawn("d", PROFILING, null, 3),
                erased,
                granted("back", EMAIL, EXPLICIT_CONSENT, 6));
        var profile = Merge.of(events).profile(NOW);

        assertThat(profile.cell(EMAIL).bases()).containsExactly(EXPLICIT_CONSENT);
        assertThat(profile.cell(SMS)).isEqualTo(CellState.UNKNOWN);
        assertThat(profile.cell(PROFILING).data()).as("what closes survives").isEqualTo(WITHDRAWN);
        assertThat(profile.recipientType()).isEqualTo(RecipientType.INDIVIDUAL);
        assertThat(profile.isErased(EMAIL)).isFalse();
        assertThat(profile.isErased(SMS)).isTrue();
        assertThat(Merge.of(events).effect(before, NOW)).isEqualTo(by("e"));
    }

    static Stream<Arguments> recipients() {
        var tacir = new RecipientTold(RecipientType.TACIR);
        var firm = new RecipientTold(RecipientType.LEGAL_PERSON);
        var individual = new RecipientTold(RecipientType.INDIVIDUAL);
        return Stream.of(
                arguments("nobody told", List.of(), RecipientType.INDIVIDUAL),
                arguments("told", List.of(told("a", tacir, 1)), RecipientType.TACIR),
                arguments(
                        "told without proof", List.of(Events.unproven(told("a", tacir, 1))), RecipientType.INDIVIDUAL),
                arguments("the latest", List.of(told("a", tacir, 1), told("b", firm, 2)), RecipientType.LEGAL_PERSON),
                arguments(
                        "an individual at last",
                        List.of(told("a", tacir, 1), told("b", individual, 2)),
                        individual.type()),
                arguments("a tie", List.of(told("a", individual, 1), told("b", tacir, 1)), RecipientType.INDIVIDUAL),
                arguments("another tie", List.of(told("a", firm, 1), told("b", tacir, 1)), RecipientType.INDIVIDUAL),
                arguments("agreeing", List.of(told("a", tacir, 1), told("b", tacir, 1)), RecipientType.TACIR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void recipients(String ignored, List<RecordedEvent> events, RecipientType type) {
        assertThat(Merge.of(events).profile(NOW).recipientType()).isEqualTo(type);
    }

    @Test
    void ofSeveralBirthsTheYoungerCountsAndEachBirthdayFallsDue() {
        var events = List.of(
                told("b1", Born.ADULT, 9),
                told("b2", new Born(LocalDate.parse("1966-03-01")), 1),
                told("b3", new Born(LocalDate.parse("1964-02-29")), 5));
        var folded = Merge.of(events).fold(NOW);

        assertThat(folded.now().age()).isEqualTo(AgeBand.UNDER_13);
        assertThat(folded.later())
                .extracting(due -> due.at().toString() + " " + due.profile().age())
                .containsExactly(
                        "1979-03-01T12:00:00Z AGE_13",
                        "1980-03-01T12:00:00Z AGE_14",
                        "1981-03-01T12:00:00Z AGE_15",
                        "1982-03-01T12:00:00Z AGE_16_17",
                        "1984-03-01T12:00:00Z ADULT");
        assertThat(Merge.of(events).effect(events.getFirst(), NOW)).isEqualTo(by("b2"));
    }

    @Test
    void aBirthThatWasErasedCountsAsTheDayItWasTold() {
        var events = List.of(told("b1", new BirthErased(), 1), told("b2", new Born(LocalDate.parse("1955-06-01")), 2));

        var folded = Merge.of(events).fold(at(3));
        assertThat(folded.now().age()).isEqualTo(AgeBand.UNDER_13);
        assertThat(folded.later())
                .extracting(due -> due.at().toString() + " " + due.profile().age())
                .startsWith("1982-12-31T12:00:00Z AGE_13")
                .endsWith("1987-12-31T12:00:00Z ADULT");
    }

    /** A sender that repeats itself, or an old export, does not bring back what an erasure destroyed. */
    @Test
    void aRepetitionDoesNotBringBackADateThatWasErased() {
        var told = told("b1", new Born(LocalDate.parse("1955-06-01")), 1);

        assertThat(told("b1", told.change(), 5).repeats(told.withoutBirth())).isTrue();
        assertThat(told("b1", Born.ADULT, 5).repeats(told.withoutBirth())).isTrue();
        assertThat(told("b2", told.change(), 5).repeats(told.withoutBirth())).isFalse();
        assertThat(told("b1", new Change.Erased(), 5).repeats(told.withoutBirth()))
                .isFalse();
        assertThat(told.withoutBirth().bornOn(LocalDate.parse("1955-06-01"))).isEqualTo(told);
        assertThat(told.toString()).doesNotContain("1955");
    }

    @Test
    void aBirthThatWasStillAheadNamesNoAge() {
        var events = List.of(
                told("b1", new Born(LocalDate.parse("1970-01-03")), 1),
                told("b2", new Born(LocalDate.parse("1955-06-01")), 2));

        assertThat(Merge.of(events).profile(NOW).age()).isEqualTo(AgeBand.AGE_14);
        assertThat(Merge.of(events.subList(0, 1)).profile(NOW).age()).isEqualTo(AgeBand.UNKNOWN);
    }

    @Test
    void manyEventsFallDueTogether() {
        var events = new ArrayList<RecordedEvent>();
        for (int n = 0; n < 5000; n++) {
            events.add(lapsing("l" + n, n % 2 == 0 ? EMAIL : PROFILING, CONSENT, n, 10_000 + n));
        }
        var folded = Merge.of(events).fold(at(6000));

        assertThat(folded.later()).extracting(Folded.Due::at).containsExactly(at(14_998), at(14_999));
    }

    @Test
    void theCountryIsWhatTheLatestEventTold() {
        assertThat(profile(from("TR", 1), from("DE", 2), from(null, 3)).country())
                .isEqualTo("DE");
    }

    static Stream<Arguments> effects() {
        var old = granted("old", EMAIL, CONSENT, 1);
        var consent = granted("new", EMAIL, CONSENT, 9);
        var denial = withdrawn("denial", EMAIL, null, 5);
        var objection = objected("objection", ObjectionScope.CHANNEL, Channel.EMAIL, 5);
        var applied = new Effect.Applied();
        var lift = told("lift", new RestrictionLifted(), 6);
        return Stream.of(
                arguments("alone", old, List.of(), applied),
                arguments("told again", old, List.of(old), applied),
                arguments("grant before a grant on the same basis", old, List.of(consent), by("new")),
                arguments("grant after it", consent, List.of(old), applied),
                arguments("grant before a denial", old, List.of(denial), by("denial")),
                arguments("grant after it", consent, List.of(denial), applied),
                arguments("denial before a grant", denial, List.of(consent), by("new")),
                arguments("denial after it", denial, List.of(old), applied),
                arguments(
                        "denial of three, one granted again",
                        denial,
                        List.of(granted("m", EMAIL, MSG_APPROVAL_IYS, 9)),
                        applied),
                arguments("denial before a denial", denial, List.of(withdrawn("d2", EMAIL, null, 6)), by("d2")),
                arguments("denial of another cell", withdrawn("d", SMS, null, 5), List.of(consent), applied),
                arguments("grant before an objection", old, List.of(objection), by("objection")),
                arguments("consent after it", consent, List.of(objection), applied),
                arguments(
                        "claim after it", granted("c", EMAIL, LEGIT_INTEREST, 9), List.of(objection), by("objection")),
                arguments(
                        "claim beside a reopening",
                        granted("c", EMAIL, LEGIT_INTEREST, 9),
                        List.of(objection, consent),
                        by("new")),
                arguments("objection, reopened for one cell", objection, List.of(consent), applied),
                arguments(
                        "objection told again later",
                        objection,
                        List.of(objected("o2", ObjectionScope.CHANNEL, Channel.EMAIL, 6)),
                        by("o2")),
                arguments("restriction, then lifted", told("r", new Restricted(), 5), List.of(lift), by("lift")),
                arguments("lift", lift, List.of(told("r", new Restricted(), 5)), applied),
                arguments("lift before a restriction", lift, List.of(told("r", new Restricted(), 7)), by("r")),
                arguments("lift without proof", Events.unproven(lift), List.of(), new Effect.Unproven()),
                arguments(
                        "erasure told again",
                        told("e", new Erased(), 5),
                        List.of(told("e2", new Erased(), 6)),
                        by("e2")),
                arguments("grant before an erasure", old, List.of(told("e", new Erased(), 5)), by("e")),
                arguments("grant beside a restriction", consent, List.of(told("r", new Restricted(), 9)), by("r")),
                arguments(
                        "recipient told before",
                        told("t", new RecipientTold(RecipientType.TACIR), 5),
                        List.of(told("t2", new RecipientTold(RecipientType.INDIVIDUAL), 6)),
                        by("t2")),
                arguments("lapsed", lapsing("l", EMAIL, CONSENT, 1, 10), List.of(), new Effect.Lapsed()),
                arguments(
                        "denial before a grant that lapsed",
                        denial,
                        List.of(lapsing("l", EMAIL, CONSENT, 9, 10)),
                        by("l")),
                arguments(
                        "denial that still closes the message",
                        denial,
                        List.of(consent, granted("m", EMAIL, MSG_APPROVAL_IYS, 1)),
                        applied));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void effects(String ignored, RecordedEvent event, List<RecordedEvent> others, Effect effect) {
        assertThat(effect(event, others, NOW)).isEqualTo(effect);
    }

    @Test
    void anEventThatComesAgainIsRecognisedAndAnotherOneUnderItsIdIsNot() {
        var first = withdrawn("ev-1", EMAIL, null, 5);

        assertThat(withdrawn("ev-1", EMAIL, null, 9).repeats(first)).isTrue();
        assertThat(withdrawn("ev-1", SMS, null, 9).repeats(first)).isFalse();
    }

    private static Effect effect(RecordedEvent event, List<RecordedEvent> others, Instant at) {
        var all = new ArrayList<>(others);
        all.add(event);
        return Merge.of(all).effect(event, at);
    }

    private static Effect by(String id) {
        return new Effect.SupersededBy(id);
    }

    private static RecordedEvent from(@Nullable String country, long received) {
        var event = withdrawn("ev-" + received, EMAIL, null, received);
        return new RecordedEvent(event.id(), event.change(), country, event.timing(), event.received(), true);
    }

    private static ConsentState stateOf(RecordedEvent... events) {
        return profile(events).cell(EMAIL).data();
    }

    private static boolean isClosed(ConsentProfile profile, Cell cell) {
        return profile.isObjected(cell) || profile.isRestricted(cell) || profile.isErased(cell);
    }

    private static ConsentProfile profile(Instant at, RecordedEvent... events) {
        return Merge.of(List.of(events)).profile(at);
    }

    private static ConsentProfile profile(RecordedEvent... events) {
        return Merge.of(List.of(events)).profile(NOW);
    }
}
