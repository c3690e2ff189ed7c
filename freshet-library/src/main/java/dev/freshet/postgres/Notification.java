// SPDX-License-Identifier: Apache-2.0
package dev.freshet.postgres;

/** One {@code NOTIFY} that reached a listening session. */
public record Notification(String channel, String payload) {}
