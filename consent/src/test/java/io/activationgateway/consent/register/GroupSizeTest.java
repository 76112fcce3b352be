package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupSizeTest {

    private static final long FAST = 1_000_000;
    private static final long SLOW = 400_000_000;

    @Test
    void beginsSmallAndDoublesWhileFullGroupsAreFast() {
        var size = new GroupSize(1_000);
        assertThat(size.limit()).isEqualTo(256);
        size.took(256, FAST);
        assertThat(size.limit()).isEqualTo(512);
        size.took(512, FAST);
        assertThat(size.limit()).isEqualTo(1_000);
    }

    @Test
    void staysWhereAGroupWasNotFull() {
        var size = new GroupSize(1_000);
        size.took(255, FAST);
        assertThat(size.limit()).isEqualTo(256);
    }

    @Test
    void halvesWhereAGroupIsSlowButNotForEver() {
        var size = new GroupSize(1_000);
        for (int i = 0; i < 10; i++) {
            size.took(size.limit(), SLOW);
        }
        assertThat(size.limit()).isEqualTo(64);
        size.took(64, FAST);
        assertThat(size.limit()).isEqualTo(128);
    }

    @Test
    void neverPassesALimitBelowItsOwn() {
        var size = new GroupSize(16);
        size.took(16, SLOW);
        assertThat(size.limit()).isEqualTo(16);
        size.took(16, FAST);
        assertThat(size.limit()).isEqualTo(16);
    }
}
