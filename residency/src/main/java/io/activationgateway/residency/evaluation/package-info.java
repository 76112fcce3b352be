/** What the law packs answer to one case: a pure function of policy, case and instant. */
@NullMarked
package io.activationgateway.residency.evaluation;

import org.jspecify.annotations.NullMarked;
