"""The same as the pages, over JSON, for programmes: calls, reviews, comments, phrases, people.

Why it exists: so that a telephone system or a quality programme can bring calls and fetch reviews.
Holds no judgement and no queries, like all of `web`. What goes in and out are the Structs of
`forms`; `description` makes the OpenAPI document and its page of the routes themselves.
"""
