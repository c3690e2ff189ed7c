// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.server.api.lineage;

import org.jspecify.annotations.NullMarked;
