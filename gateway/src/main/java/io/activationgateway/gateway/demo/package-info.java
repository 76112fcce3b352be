/**
 * The demonstration: invented customers and their choices, the audiences that a reverse-ETL job would post, and the check
 * that what the simulated vendors received is what the gateways said they forwarded. It speaks to the gateways as any
 * sender does, over HTTP.
 */
@NullMarked
package io.activationgateway.gateway.demo;

import org.jspecify.annotations.NullMarked;
