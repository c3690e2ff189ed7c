// SPDX-License-Identifier: Apache-2.0
package dev.freshet.definition;

/**
 * One definition file.
 *
 * @param path as it is shown in faults
 */
public record DefinitionSource(String path, String content) {}
