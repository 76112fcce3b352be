package io.activationgateway.connectors.mparticle;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that mParticle knows users by.
 *
 * @param key the name in {@code user_identities}, or in {@code device_info} for one of a device
 * @param device whether it is one of a device
 * @param erasedBy the name in an erasure request; null where one cannot be asked for by it
 * @param extension whether the erasure request carries it among mParticle's extensions to OpenDSR
 */
record Identity(String key, boolean device, @Nullable String erasedBy, boolean extension) {

    private static final Map<String, Identity> ALL = Stream.of(
                    Stream.of(
                            new Identity("customer_id", false, "controller_customer_id", false),
                            new Identity("email", false, "email", false)),
                    Stream.of("mobile_number", "phone_number_2", "phone_number_3", "other")
                            .map(key -> new Identity(key, false, key, true)),
                    Stream.of("2", "3", "4", "5", "6", "7", "8", "9", "10")
                            .map(number -> new Identity("other_id_" + number, false, "other" + number, true)),
                    Stream.of("facebook", "twitter", "google", "microsoft", "yahoo", "alias")
                            .map(key -> new Identity(key, false, null, false)),
                    Stream.of(
                                    "ios_advertising_id",
                                    "ios_idfv",
                                    "android_advertising_id",
                                    "android_uuid",
                                    "roku_advertising_id")
                            .map(key -> new Identity(key, true, null, false)))
            .flatMap(all -> all)
            .collect(Collectors.toUnmodifiableMap(Identity::key, identity -> identity));

    static @Nullable Identity find(String key) {
        return ALL.get(key);
    }

    static Set<String> keys() {
        return new TreeSet<>(ALL.keySet());
    }
}
