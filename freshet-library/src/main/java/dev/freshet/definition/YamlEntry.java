// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * One key of a mapping with its value.
 *
 * @param at the key itself, for faults about the key
 */
record YamlEntry(String key, YamlValue at, YamlValue value) {}
