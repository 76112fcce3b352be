package io.activationgateway.residency.policy;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.activationgateway.consent.identity.IdentifierType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldClassTest {

    @Test
    void anAddressInsideAnObjectIsRefusedBecauseNobodyWouldLookItUp() {
        var address = field("mail", IdentifierType.EMAIL, List.of());
        var delivery = field("delivery", null, List.of(field("street", null, List.of())));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> field("order", null, List.of(delivery, address)))
                .withMessageContaining("order")
                .withMessageContaining("a column of its own");
    }

    private static FieldClass field(String name, @Nullable IdentifierType identifier, List<FieldClass> inner) {
        return new FieldClass(
                List.of(name),
                List.of(),
                DataCategory.CONTACT,
                identifier,
                new FieldValue(ValueType.STRING, inner, null),
                Sensitivity.NONE);
    }
}
