"""A lake over the network: DICOMweb (PS3.18), DIMSE query and retrieve, and what a remote notebook asks for.

`archive` is what a caller may see, `search` finds in it, `retrieve`, `render` and `transcode` give objects out,
`store` takes them in; `app` joins them to routes of which none is open without a token.
"""
