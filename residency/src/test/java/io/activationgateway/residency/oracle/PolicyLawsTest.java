package io.activationgateway.residency.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.profile.ObjectionScope;
import io.activationgateway.consent.profile.Permission;
import io.activationgateway.residency.policy.PolicySet;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.Finding;
import io.activationgateway.residency.verdict.Verdict;
import io.activationgateway.residency.verdict.Verdict.Forward;
import io.activationgateway.residency.verdict.Verdict.Withhold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of every decision under every policy that lawyers would write. The packs are those that ship, with other
 * parameters and dates, beside a law of its own; persons, records and everything else of the policy are random.
 */
class PolicyLawsTest {

    private static final int POLICIES = 12;
    private static final Map<Integer, Setting> SETTINGS = new HashMap<>();

    /** A policy, compiled, and as text. */
    private record Setting(RandomPolicy policy, PolicySet read, Compiled table, Oracle oracle) {

        static Setting of(int number) {
            return SETTINGS.computeIfAbsent(number, _ -> {
                var policy = RandomPolicy.lawful(number);
                PolicySet read = Compiled.read(policy);
                return new Setting(policy, read, Compiled.of(read, policy.start()), new Oracle(policy.text()));
            });
        }

        int position(String column) {
            return Column.find(Column.all(policy.text().all("FieldCatalogue").getFirst()), column);
        }

        Question question(long seed) {
            return new RandomRecords(policy, new Draw(seed)).next(policy.start());
        }
    }

    /** Invariant 1. */
    @Property
    void anObjectionNeverPermitsMore(
            @ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed, @ForAll ObjectionScope scope) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        assertNotMore(
                setting,
                question,
                question.of(Persons.objecting(question.person(), setting.policy(), question.purpose(), scope)));
    }

    /** Invariant 1. */
    @Property
    void aWithdrawalNeverPermitsMore(
            @ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed, @ForAll Permission permission) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        assertNotMore(
                setting,
                question,
                question.of(Persons.withdrawing(question.person(), setting.policy(), question.purpose(), permission)));
    }

    /** Invariant 1. */
    @Property
    void aRestrictionOrErasureNeverPermitsMore(
            @ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed, @ForAll boolean erased) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        assertNotMore(setting, question, question.of(Persons.closed(question.person(), erased)));
    }

    /** Invariant 2. */
    @Property
    void oneMoreColumnNeverPermitsMore(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        String added = new Draw(seed).of(setting.policy().columns());
        var more = new TreeSet<>(question.columns());
        more.add(added);

        assertNotMore(
                setting.table().decide(question), setting.table().decide(question.with(more)), setting.position(added));
    }

    /** Invariant 3, by a country that the register tells beside the row's. */
    @Property
    void oneMoreCountryNeverPermitsMore(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        Question before = question.of(Persons.livingIn(question.person(), null));
        if (!setting.oracle().applicable(before).isEmpty()) {
            String other = new Draw(seed).of("DE", "TR", "GB", "US-CA", "BR", "RU", "AT");
            assertNotMore(setting, before, question.of(Persons.livingIn(question.person(), other)));
        }
    }

    /** Invariant 3, by a pack more. */
    @Property(tries = 400)
    void oneMorePackNeverPermitsMore(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        String left = new Draw(seed).of(setting.policy().names("Jurisdiction"));
        List<String> applicable = setting.oracle().applicable(question);
        if (!applicable.contains(left) || applicable.size() == 1) {
            return;
        }
        Compiled without = Compiled.of(Compiled.without(setting.read(), left), question.at());
        assertNotMore(without.decide(question), setting.table().decide(question), null);
    }

    /** Invariant 4. */
    @Property
    void whatStaysInTheAreaOfEveryLawIsNoTransfer(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        List<String> applicable = setting.oracle().applicable(question);
        boolean inside =
                !applicable.isEmpty() && setting.oracle().crossing(question).isEmpty();
        Statistics.label("inside")
                .collect(inside)
                .coverage(coverage -> coverage.check(true).count(often -> often > 0));
        if (inside) {
            assertThat(codes(setting.table().decide(question)))
                    .noneMatch(code -> code.startsWith("transfer.") || code.equals("residency.local-only"));
        }
    }

    /** Invariant 5: neither memory nor what was asked before plays a part. */
    @Property(tries = 200)
    void theSameCaseHasTheSameAnswer(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        Verdict first = setting.table().decide(question);

        assertThat(setting.table().decide(question)).isEqualTo(first);
        assertThat(Compiled.forgetful(setting.read(), question.at()).decide(question))
                .isEqualTo(first);
    }

    /** Invariant 6. */
    @Property
    void whatNobodyKnowsIsNotAllowed(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        var unknown = Stream.of(
                question.named("nobody", question.destination(), question.purpose()),
                question.named(question.controller(), "nowhere", question.purpose()),
                question.named(question.controller(), question.destination(), "nothing"),
                question.from(null),
                question.from("ZA"));

        assertThat(unknown)
                .allSatisfy(asked -> assertThat(setting.table().decide(asked)).isNotInstanceOf(Forward.class));
        var columns = new TreeSet<>(question.columns());
        columns.add("of no catalogue");
        assertThat(setting.table().decide(question.with(columns)))
                .isEqualTo(setting.table().decide(question.with(new TreeSet<>(question.columns()))));
    }

    /** Invariant 7: each law that applies is named for the basis, for the channel and for each border it sees. */
    @Property
    void aPermissionNamesItsLaw(@ForAll @IntRange(max = POLICIES - 1) int policy, @ForAll long seed) {
        var setting = Setting.of(policy);
        Question question = setting.question(seed);
        boolean permitted = setting.table().decide(question) instanceof Forward;
        Statistics.label("permitted")
                .collect(permitted)
                .coverage(coverage -> coverage.check(true).count(often -> often > 0));
        if (!(setting.table().decide(question) instanceof Forward forward)) {
            return;
        }
        boolean channel = !setting.policy()
                .text()
                .get("Purpose", question.purpose())
                .text("channel")
                .equals("NONE");
        for (String law : setting.oracle().applicable(question)) {
            if (question.removal()) {
                assertThat(forward.law()).contains(setting.oracle().article(law, "removal"));
            } else {
                assertNames(forward, setting.oracle().allowing(law, "BASIS"));
                if (channel) {
                    assertNames(forward, setting.oracle().allowing(law, "CHANNEL"));
                }
            }
        }
        for (String law : setting.oracle().crossing(question)) {
            var rules = Stream.concat(
                            setting.oracle().allowing(law, "BASIS").stream(),
                            setting.oracle().allowing(law, "CHANNEL").stream())
                    .flatMap(List::stream)
                    .toList();
            boolean outside =
                    setting.oracle().allowing(law, "TRANSFER").stream().anyMatch(forward.law()::containsAll);
            assertThat(outside || forward.law().stream().anyMatch(article -> !rules.contains(article)))
                    .isTrue();
        }
    }

    private static void assertNames(Forward forward, List<List<String>> rules) {
        assertThat(rules).anySatisfy(articles -> assertThat(forward.law()).containsAll(articles));
    }

    private static List<String> codes(Verdict verdict) {
        return verdict instanceof Withhold withhold
                ? Stream.concat(Stream.of(withhold.reason()), withhold.also().stream())
                        .map(Finding::reason)
                        .map(reason -> reason.code())
                        .toList()
                : List.of();
    }

    private static void assertNotMore(Setting setting, Question before, Question after) {
        assertNotMore(setting.table().decide(before), setting.table().decide(after), null);
    }

    /** That nothing goes which did not go before, the added column aside. */
    private static void assertNotMore(Verdict before, Verdict after, @Nullable Integer added) {
        switch (after) {
            case Forward now -> {
                assertThat(before).isInstanceOf(Forward.class);
                var then = (Forward) before;
                for (int column = 0; column < now.plan().size(); column++) {
                    FieldAction action = now.plan().action(column);
                    if (added == null || column != added) {
                        assertThat(Strictness.stricter(then.plan().action(column), action))
                                .isEqualTo(action);
                    }
                }
            }
            case Withhold now
            when now.reason().curableByConsent() ->
                assertThat(before instanceof Forward
                                || (before instanceof Withhold then
                                        && then.reason().curableByConsent()))
                        .isTrue();
            case Withhold _, Verdict.Misdirected _ -> {}
        }
    }
}
