package io.activationgateway.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.IdentifierRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CustomersTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final List<Customer> CUSTOMERS = Customers.invent(Customers.SEED, Customers.COUNT, 2026);

    private static final Map<String, String> RESERVED_NUMBERS = Map.of(
            "DE", "\\+493023125\\d{3}",
            "GB", "\\+447700900\\d{3}",
            "FR", "\\+3363998\\d{4}",
            "US", "\\+1\\d{3}55501\\d{2}",
            "IE", "\\+3532091\\d{5}",
            "SE", "\\+468465004\\d{2}|\\+463139006\\d{2}",
            "NL", "\\+31600\\d{6}",
            "TR", "\\+90500\\d{7}");

    @Test
    void sameSeedGivesTheSameCustomers() {
        assertThat(Customers.invent(Customers.SEED, Customers.COUNT, 2026)).isEqualTo(CUSTOMERS);
        assertThat(Customers.invent(Customers.SEED + 1, Customers.COUNT, 2026)).isNotEqualTo(CUSTOMERS);
    }

    @Test
    void addressesBelongToNobody() {
        assertThat(CUSTOMERS)
                .allSatisfy(one -> assertThat(one.email()).matches("[A-Za-z.]+\\d{4}@example\\.(com|org|net)"))
                .allSatisfy(one -> assertThat(one.phone()).matches(RESERVED_NUMBERS.get(one.country())))
                .allSatisfy(
                        one -> assertThat(IdentifierRules.isE164(one.phone())).isTrue());
    }

    @Test
    void nobodySharesAnIdentifier() {
        assertThat(CUSTOMERS).extracting(Customer::phone).doesNotHaveDuplicates();
        assertThat(CUSTOMERS).extracting(Customer::userId).doesNotHaveDuplicates();
        assertThat(CUSTOMERS)
                .extracting(one -> one.email().toLowerCase(java.util.Locale.ROOT))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyCountryAndAgeOccurs() {
        var countries = CUSTOMERS.stream().collect(Collectors.groupingBy(Customer::country, Collectors.counting()));
        assertThat(countries).containsOnlyKeys(RESERVED_NUMBERS.keySet());
        assertThat(countries.values()).allMatch(count -> count >= 100);
        assertThat(CUSTOMERS).anyMatch(one -> one.birthDate() == null);
        assertThat(CUSTOMERS)
                .anyMatch(one -> one.birthDate() != null && one.birthDate().getYear() > 2012);
        assertThat(CUSTOMERS)
                .anyMatch(one -> one.birthDate() != null && one.birthDate().getYear() == 2009);
    }

    @Test
    void everyRowHasAnIdAndMarkersOfItsOwn() {
        var ids = new ArrayList<String>();
        var markers = new ArrayList<String>();
        for (var row : rows()) {
            ids.add(row.id());
            if (row.customer() != null) {
                for (var column : List.of(Row.NOTES, Row.SUPPORT)) {
                    var marker = Row.marker(row.id(), column);
                    assertThat(String.valueOf(row.fields().get(column))).endsWith(marker);
                    markers.add(marker);
                }
            }
        }
        assertThat(ids).hasSizeGreaterThan(4_000).doesNotHaveDuplicates();
        assertThat(markers).doesNotHaveDuplicates();
    }

    @Test
    void tenPeopleChangeTheirMind() {
        assertThat(Scenario.of(CUSTOMERS, NOW))
                .filteredOn(
                        step -> step instanceof Step.Tell tell && tell.events().size() == Scenario.CHANGED_MINDS)
                .hasSize(2);
    }

    private static List<Row> rows() {
        return Scenario.of(CUSTOMERS, NOW).stream()
                .filter(Step.Post.class::isInstance)
                .flatMap(step -> ((Step.Post) step).audience().rows().stream())
                .toList();
    }
}
