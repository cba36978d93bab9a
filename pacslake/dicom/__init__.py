"""What the Standard says, without input or output: values, dates, names, character sets, UIDs, geometry, frames."""

import warnings

# pydicom's warnings quote values, which may identify a person, and each fault has a row in `issue` anyway. Who wants
# to see them sets a filter of one's own afterwards, which goes before this one.
warnings.filterwarnings("ignore", module=r"pydicom(\.|$)")
