"""Countries, their zones and their telephone prefixes, as data. Says nothing about which of them is meant.

Zones: the zone database's `zone.tab` (tzdata 2026.6), zones of one country that keep the same time from 2026 to 2033
taken as one, the first named. Ukraine is one: numbers in Crimea are Russian ones. BV and HM have no people, no zone.
Prefixes: ITU-T E.164, with the area codes of the countries that share one (North America, Russia and Kazakhstan …).
"""

from __future__ import annotations

from typing import Final

ZONES: Final = """
AD Europe/Andorra; AE Asia/Dubai; AF Asia/Kabul; AG America/Antigua; AI America/Anguilla; AL Europe/Tirane; AM
Asia/Yerevan; AO Africa/Luanda; AQ Antarctica/McMurdo Antarctica/Casey Antarctica/Davis Antarctica/DumontDUrville
Antarctica/Mawson Antarctica/Palmer Antarctica/Syowa Antarctica/Troll; AR America/Argentina/Buenos_Aires; AS
Pacific/Pago_Pago; AT Europe/Vienna; AU Australia/Lord_Howe Antarctica/Macquarie Australia/Broken_Hill
Australia/Brisbane Australia/Darwin Australia/Perth Australia/Eucla; AW America/Aruba; AX Europe/Mariehamn; AZ
Asia/Baku; BA Europe/Sarajevo; BB America/Barbados; BD Asia/Dhaka; BE Europe/Brussels; BF Africa/Ouagadougou; BG
Europe/Sofia; BH Asia/Bahrain; BI Africa/Bujumbura; BJ Africa/Porto-Novo; BL America/St_Barthelemy; BM
Atlantic/Bermuda; BN Asia/Brunei; BO America/La_Paz; BQ America/Kralendijk; BR America/Noronha America/Belem
America/Campo_Grande America/Eirunepe; BS America/Nassau; BT Asia/Thimphu; BV; BW Africa/Gaborone; BY Europe/Minsk;
BZ America/Belize; CA America/St_Johns America/Halifax America/Blanc-Sablon America/Toronto America/Atikokan
America/Winnipeg America/Regina America/Edmonton America/Vancouver America/Creston; CC Indian/Cocos; CD
Africa/Kinshasa Africa/Lubumbashi; CF Africa/Bangui; CG Africa/Brazzaville; CH Europe/Zurich; CI Africa/Abidjan; CK
Pacific/Rarotonga; CL America/Santiago America/Coyhaique Pacific/Easter; CM Africa/Douala; CN Asia/Shanghai
Asia/Urumqi; CO America/Bogota; CR America/Costa_Rica; CU America/Havana; CV Atlantic/Cape_Verde; CW
America/Curacao; CX Indian/Christmas; CY Asia/Nicosia; CZ Europe/Prague; DE Europe/Berlin; DJ Africa/Djibouti; DK
Europe/Copenhagen; DM America/Dominica; DO America/Santo_Domingo; DZ Africa/Algiers; EC America/Guayaquil
Pacific/Galapagos; EE Europe/Tallinn; EG Africa/Cairo; EH Africa/El_Aaiun; ER Africa/Asmara; ES Europe/Madrid
Atlantic/Canary; ET Africa/Addis_Ababa; FI Europe/Helsinki; FJ Pacific/Fiji; FK Atlantic/Stanley; FM Pacific/Chuuk
Pacific/Pohnpei; FO Atlantic/Faroe; FR Europe/Paris; GA Africa/Libreville; GB Europe/London; GD America/Grenada; GE
Asia/Tbilisi; GF America/Cayenne; GG Europe/Guernsey; GH Africa/Accra; GI Europe/Gibraltar; GL America/Nuuk
America/Danmarkshavn America/Thule; GM Africa/Banjul; GN Africa/Conakry; GP America/Guadeloupe; GQ Africa/Malabo; GR
Europe/Athens; GS Atlantic/South_Georgia; GT America/Guatemala; GU Pacific/Guam; GW Africa/Bissau; GY
America/Guyana; HK Asia/Hong_Kong; HM; HN America/Tegucigalpa; HR Europe/Zagreb; HT America/Port-au-Prince; HU
Europe/Budapest; ID Asia/Jakarta Asia/Makassar Asia/Jayapura; IE Europe/Dublin; IL Asia/Jerusalem; IM
Europe/Isle_of_Man; IN Asia/Kolkata; IO Indian/Chagos; IQ Asia/Baghdad; IR Asia/Tehran; IS Atlantic/Reykjavik; IT
Europe/Rome; JE Europe/Jersey; JM America/Jamaica; JO Asia/Amman; JP Asia/Tokyo; KE Africa/Nairobi; KG Asia/Bishkek;
KH Asia/Phnom_Penh; KI Pacific/Tarawa Pacific/Kanton Pacific/Kiritimati; KM Indian/Comoro; KN America/St_Kitts; KP
Asia/Pyongyang; KR Asia/Seoul; KW Asia/Kuwait; KY America/Cayman; KZ Asia/Almaty; LA Asia/Vientiane; LB Asia/Beirut;
LC America/St_Lucia; LI Europe/Vaduz; LK Asia/Colombo; LR Africa/Monrovia; LS Africa/Maseru; LT Europe/Vilnius; LU
Europe/Luxembourg; LV Europe/Riga; LY Africa/Tripoli; MA Africa/Casablanca; MC Europe/Monaco; MD Europe/Chisinau; ME
Europe/Podgorica; MF America/Marigot; MG Indian/Antananarivo; MH Pacific/Majuro; MK Europe/Skopje; ML Africa/Bamako;
MM Asia/Yangon; MN Asia/Ulaanbaatar Asia/Hovd; MO Asia/Macau; MP Pacific/Saipan; MQ America/Martinique; MR
Africa/Nouakchott; MS America/Montserrat; MT Europe/Malta; MU Indian/Mauritius; MV Indian/Maldives; MW
Africa/Blantyre; MX America/Mexico_City America/Cancun America/Matamoros America/Ciudad_Juarez America/Mazatlan
America/Tijuana; MY Asia/Kuala_Lumpur; MZ Africa/Maputo; NA Africa/Windhoek; NC Pacific/Noumea; NE Africa/Niamey; NF
Pacific/Norfolk; NG Africa/Lagos; NI America/Managua; NL Europe/Amsterdam; NO Europe/Oslo; NP Asia/Kathmandu; NR
Pacific/Nauru; NU Pacific/Niue; NZ Pacific/Auckland Pacific/Chatham; OM Asia/Muscat; PA America/Panama; PE
America/Lima; PF Pacific/Tahiti Pacific/Marquesas Pacific/Gambier; PG Pacific/Port_Moresby Pacific/Bougainville; PH
Asia/Manila; PK Asia/Karachi; PL Europe/Warsaw; PM America/Miquelon; PN Pacific/Pitcairn; PR America/Puerto_Rico; PS
Asia/Gaza; PT Europe/Lisbon Atlantic/Azores; PW Pacific/Palau; PY America/Asuncion; QA Asia/Qatar; RE
Indian/Reunion; RO Europe/Bucharest; RS Europe/Belgrade; RU Europe/Kaliningrad Europe/Moscow Europe/Astrakhan
Asia/Yekaterinburg Asia/Omsk Asia/Novosibirsk Asia/Irkutsk Asia/Chita Asia/Vladivostok Asia/Magadan Asia/Kamchatka;
RW Africa/Kigali; SA Asia/Riyadh; SB Pacific/Guadalcanal; SC Indian/Mahe; SD Africa/Khartoum; SE Europe/Stockholm;
SG Asia/Singapore; SH Atlantic/St_Helena; SI Europe/Ljubljana; SJ Arctic/Longyearbyen; SK Europe/Bratislava; SL
Africa/Freetown; SM Europe/San_Marino; SN Africa/Dakar; SO Africa/Mogadishu; SR America/Paramaribo; SS Africa/Juba;
ST Africa/Sao_Tome; SV America/El_Salvador; SX America/Lower_Princes; SY Asia/Damascus; SZ Africa/Mbabane; TC
America/Grand_Turk; TD Africa/Ndjamena; TF Indian/Kerguelen; TG Africa/Lome; TH Asia/Bangkok; TJ Asia/Dushanbe; TK
Pacific/Fakaofo; TL Asia/Dili; TM Asia/Ashgabat; TN Africa/Tunis; TO Pacific/Tongatapu; TR Europe/Istanbul; TT
America/Port_of_Spain; TV Pacific/Funafuti; TW Asia/Taipei; TZ Africa/Dar_es_Salaam; UA Europe/Kyiv; UG
Africa/Kampala; UM Pacific/Midway Pacific/Wake; US America/New_York America/Chicago America/Denver America/Phoenix
America/Los_Angeles America/Anchorage America/Adak Pacific/Honolulu; UY America/Montevideo; UZ Asia/Samarkand; VA
Europe/Vatican; VC America/St_Vincent; VE America/Caracas; VG America/Tortola; VI America/St_Thomas; VN
Asia/Ho_Chi_Minh; VU Pacific/Efate; WF Pacific/Wallis; WS Pacific/Apia; YE Asia/Aden; YT Indian/Mayotte; ZA
Africa/Johannesburg; ZM Africa/Lusaka; ZW Africa/Harare
"""
"""Countries by their ISO 3166-1 codes, and their zones."""

PREFIXES: Final = """
1 US CA; 1204 CA; 1226 CA; 1236 CA; 1242 BS; 1246 BB; 1249 CA; 1250 CA; 1263 CA; 1264 AI; 1268 AG; 1284 VG; 1289 CA;
1306 CA; 1340 VI; 1343 CA; 1345 KY; 1354 CA; 1365 CA; 1367 CA; 1368 CA; 1382 CA; 1403 CA; 1416 CA; 1418 CA; 1428 CA;
1431 CA; 1437 CA; 1438 CA; 1441 BM; 1450 CA; 1468 CA; 1473 GD; 1474 CA; 1506 CA; 1514 CA; 1519 CA; 1548 CA; 1579 CA;
1581 CA; 1584 CA; 1587 CA; 1604 CA; 1613 CA; 1639 CA; 1647 CA; 1649 TC; 1658 JM; 1664 MS; 1670 MP; 1671 GU; 1672 CA;
1683 CA; 1684 AS; 1705 CA; 1709 CA; 1721 SX; 1742 CA; 1753 CA; 1758 LC; 1767 DM; 1778 CA; 1780 CA; 1782 CA; 1784 VC;
1787 PR; 1807 CA; 1809 DO; 1819 CA; 1825 CA; 1829 DO; 1849 DO; 1867 CA; 1868 TT; 1869 KN; 1873 CA; 1876 JM; 1879 CA;
1902 CA; 1905 CA; 1939 PR; 20 EG; 211 SS; 212 MA; 213 DZ; 216 TN; 218 LY; 220 GM; 221 SN; 222 MR; 223 ML; 224 GN;
225 CI; 226 BF; 227 NE; 228 TG; 229 BJ; 230 MU; 231 LR; 232 SL; 233 GH; 234 NG; 235 TD; 236 CF; 237 CM; 238 CV; 239
ST; 240 GQ; 241 GA; 242 CG; 243 CD; 244 AO; 245 GW; 246 IO; 247 SH; 248 SC; 249 SD; 250 RW; 251 ET; 252 SO; 253 DJ;
254 KE; 255 TZ; 256 UG; 257 BI; 258 MZ; 260 ZM; 261 MG; 262 RE YT; 263 ZW; 264 NA; 265 MW; 266 LS; 267 BW; 268 SZ;
269 KM; 27 ZA; 290 SH; 291 ER; 297 AW; 298 FO; 299 GL; 30 GR; 31 NL; 32 BE; 33 FR; 34 ES; 350 GI; 351 PT; 352 LU;
353 IE; 354 IS; 355 AL; 356 MT; 357 CY; 358 FI; 35818 AX; 359 BG; 36 HU; 370 LT; 371 LV; 372 EE; 373 MD; 374 AM; 375
BY; 376 AD; 377 MC; 378 SM; 379 VA; 380 UA; 381 RS; 382 ME; 383 RS; 385 HR; 386 SI; 387 BA; 389 MK; 39 IT; 40 RO; 41
CH; 420 CZ; 421 SK; 423 LI; 43 AT; 44 GB; 441481 GG; 441534 JE; 441624 IM; 45 DK; 46 SE; 47 NO; 4779 SJ; 48 PL; 49
DE; 500 FK; 501 BZ; 502 GT; 503 SV; 504 HN; 505 NI; 506 CR; 507 PA; 508 PM; 509 HT; 51 PE; 52 MX; 53 CU; 54 AR; 55
BR; 56 CL; 57 CO; 58 VE; 590 GP BL MF; 591 BO; 592 GY; 593 EC; 594 GF; 595 PY; 596 MQ; 597 SR; 598 UY; 599 BQ; 5999
CW; 60 MY; 61 AU; 6189162 CC; 6189164 CX; 62 ID; 63 PH; 64 NZ; 65 SG; 66 TH; 670 TL; 672 NF; 6721 AQ; 673 BN; 674
NR; 675 PG; 676 TO; 677 SB; 678 VU; 679 FJ; 680 PW; 681 WF; 682 CK; 683 NU; 685 WS; 686 KI; 687 NC; 688 TV; 689 PF;
690 TK; 691 FM; 692 MH; 7 RU; 76 KZ; 77 KZ; 81 JP; 82 KR; 84 VN; 850 KP; 852 HK; 853 MO; 855 KH; 856 LA; 86 CN; 880
BD; 886 TW; 90 TR; 91 IN; 92 PK; 93 AF; 94 LK; 95 MM; 960 MV; 961 LB; 962 JO; 963 SY; 964 IQ; 965 KW; 966 SA; 967
YE; 968 OM; 970 PS; 971 AE; 972 IL; 973 BH; 974 QA; 975 BT; 976 MN; 977 NP; 98 IR; 992 TJ; 993 TM; 994 AZ; 995 GE;
996 KG; 998 UZ
"""
"""Telephone prefixes and the countries that use them, the most peopled first."""
